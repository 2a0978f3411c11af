namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.SignInPointerEvent>;
using static VipOrleans.Domain.People.SignInPointerCommand;
using static VipOrleans.Domain.People.SignInPointerEvent;

/// <summary>Where a sign-in leads: to the record that it was joined to last. Whether it is let in there, the record says.</summary>
public sealed record SignInPointer
{
    /// <summary>Whose record; null for none.</summary>
    public PersonId? Person { get; init; }
}

/// <summary>What a sign-in's pointer can be asked.</summary>
public abstract record SignInPointerCommand
{
    private SignInPointerCommand() { }

    /// <summary>Has it lead to a person's record.</summary>
    public sealed record PointSignIn(PersonId Person) : SignInPointerCommand;
}

/// <summary>What happened to a sign-in's pointer. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SignInPointed), "sign-in-pointed")]
public abstract record SignInPointerEvent
{
    private SignInPointerEvent() { }

    /// <summary>It leads to a person's record.</summary>
    public sealed record SignInPointed(PersonId Person) : SignInPointerEvent;
}

/// <summary>The rules of a sign-in's pointer.</summary>
public sealed class SignInPointerDecider : IDecider<SignInPointer, SignInPointerCommand, SignInPointerEvent>
{
    private SignInPointerDecider() { }

    /// <inheritdoc/>
    public static SignInPointer Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<SignInPointer, SignInPointerEvent> Aggregate { get; } =
        new("sign-in-pointer-1", PeopleJson.Default.SignInPointerEvent, PeopleJson.Default.SignInPointer);

    /// <inheritdoc/>
    public static Decision<SignInPointerEvent> Decide(SignInPointer pointer, SignInPointerCommand command, Moment moment) => command switch
    {
        PointSignIn c => pointer.Person == c.Person ? Accept("pointed") : Accept("pointed", new SignInPointed(c.Person)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The pointer does not know this command."),
    };

    /// <inheritdoc/>
    public static SignInPointer Evolve(SignInPointer pointer, SignInPointerEvent e) => e switch
    {
        SignInPointed x => pointer with { Person = x.Person },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The pointer does not know this event."),
    };
}
