namespace VipOrleans.Domain.Reports;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Reports.StaffListEvent>;

/// <summary>
/// By which of an employer's own staff numbers a file names whom. The numbers themselves are kept nowhere: a keyed hash of each stands
/// for it, and whoever has the number and the key finds the sponsorship.
/// </summary>
public sealed record StaffList
{
    /// <summary>Longest staff number, in characters.</summary>
    public const int MaxNumber = 40;

    /// <summary>Most numbers of one list.</summary>
    public const int MaxNumbers = 100_000;

    /// <summary>Most numbers that are set in one step.</summary>
    public const int MaxStep = 400;

    /// <summary>The list's id; null before the first number.</summary>
    public StaffListId? Id { get; init; }

    /// <summary>The sponsorships by the keyed hashes of the numbers.</summary>
    public ImmutableSortedDictionary<string, SponsorshipId> Numbers { get; init; } =
        ImmutableSortedDictionary.Create<string, SponsorshipId>(StringComparer.Ordinal);

    /// <summary>The id of an employer's list in a city.</summary>
    public static StaffListId IdOf(CityId city, string employer) => StaffListId.From(city, $"staff-list/{employer}");
}

/// <summary>Whom a staff number names.</summary>
/// <param name="Number">The keyed hash of the number, 26 characters.</param>
/// <param name="Sponsorship">The sponsorship; null takes the number off.</param>
[GenerateSerializer, Immutable, Alias("vip.staff-number")]
public sealed record StaffNumber(string Number, SponsorshipId? Sponsorship);

/// <summary>What a list of staff numbers can be asked.</summary>
public abstract record StaffListCommand
{
    private StaffListCommand() { }

    /// <summary>Says whom numbers name, or that they name nobody any more.</summary>
    /// <param name="Id">The list.</param>
    /// <param name="Numbers">The numbers.</param>
    public sealed record SetStaffNumbers(StaffListId Id, IReadOnlyList<StaffNumber> Numbers) : StaffListCommand;
}

/// <summary>What happened to a list of staff numbers. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StaffNumbersSet), "staff-numbers-set")]
public abstract record StaffListEvent
{
    private StaffListEvent() { }

    /// <summary>Whom numbers name was said.</summary>
    public sealed record StaffNumbersSet(StaffListId List, IReadOnlyList<StaffNumber> Numbers) : StaffListEvent;
}

/// <summary>The rules of a list of staff numbers.</summary>
public sealed class StaffListDecider : IDecider<StaffList, StaffListCommand, StaffListEvent>
{
    private StaffListDecider() { }

    /// <inheritdoc/>
    public static StaffList Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<StaffList, StaffListEvent> Aggregate { get; } =
        new("staff-list-1", ReportsJson.Default.StaffListEvent, ReportsJson.Default.StaffList);

    /// <inheritdoc/>
    public static Decision<StaffListEvent> Decide(StaffList s, StaffListCommand command, Moment moment)
    {
        var c = (StaffListCommand.SetStaffNumbers)command;
        if (c.Numbers.Count > StaffList.MaxStep || c.Numbers.Any(n => n.Sponsorship is { } id && id.City != c.Id.City))
        {
            return Reject(RejectionCode.OtherCity,
                $"At most {StaffList.MaxStep} numbers are set at once, for sponsorships of the city whose list it is.");
        }

        StaffNumber[] news =
            [.. c.Numbers.Where(n => s.Numbers.TryGetValue(n.Number, out var known) ? n.Sponsorship != known : n.Sponsorship is not null)];
        if (news.Length == 0) return Accept("known");
        var e = new StaffListEvent.StaffNumbersSet(c.Id, news);
        return Evolve(s, e).Numbers.Count > StaffList.MaxNumbers
            ? Reject(RejectionCode.InvalidInput,
                $"A list has at most {StaffList.MaxNumbers:N0} staff numbers: take off those who have left.")
            : Accept("set", e);
    }

    /// <inheritdoc/>
    public static StaffList Evolve(StaffList s, StaffListEvent e)
    {
        if (e is not StaffListEvent.StaffNumbersSet x)
        {
            throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The list does not know this event.");
        }

        var numbers = s.Numbers.ToBuilder();
        foreach (var number in x.Numbers)
        {
            if (number.Sponsorship is { } id) numbers[number.Number] = id;
            else numbers.Remove(number.Number);
        }

        return s with { Id = x.List, Numbers = numbers.ToImmutable() };
    }
}
