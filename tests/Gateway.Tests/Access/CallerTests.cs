namespace VipOrleans.Gateway.Tests.Access;

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;

/// <summary>Who a caller is beside what they do: two who are not the same are never named alike.</summary>
public sealed class CallerTests
{
    private static readonly IdKeys Keys = IdKeys.Parse(Convert.ToBase64String(new byte[32]));

    private const string Host = "nz-akl.host.4xqkfd8jwa0dkznqqj6050s9r0", Migrant = "nz.migrant.4xqkfd8jwa0dkznqqj6050s9r0";

    [Theory]
    [InlineData("city-officer", "city", "nz-akl")]
    [InlineData("nation-officer", "nation", "nz")]
    [InlineData("auditor", "nation", "nz")]
    public void An_officer_of_another_issuer_with_the_same_subject_is_somebody_else(string role, string tie, string value)
    {
        var (one, other) = (Read("https://one.example", "7", ("role", role), (tie, value)),
            Read("https://other.example", "7", ("role", role), (tie, value)));
        Assert.NotEqual(one.Actor, other.Actor);
        Assert.False(Actors.AreOne(one.Actor, other.Actor));
        // Nor do issuer and subject run together.
        Assert.NotEqual(Keys.OfSubject("https://one.example", "7"), Keys.OfSubject("https://one.example7", ""));
        Assert.Equal(one.Actor, Read("https://one.example", "7", ("role", role), (tie, value)).Actor);
    }

    [Fact]
    public void An_officer_with_an_office_of_the_nation_too_is_one_human_being() =>
        Assert.True(Actors.AreOne(Read("https://one.example", "7", ("role", "city-officer"), ("city", "nz-akl")).Actor,
            Read("https://one.example", "7", ("role", "nation-officer"), ("nation", "nz")).Actor));

    [Fact]
    public void An_employer_is_named_with_its_nation()
    {
        var (here, there) = (Employer("nz", "acme"), Employer("ws", "acme"));
        Assert.Equal(("employer:nz/acme", "employer:ws/acme"), (here.Actor, there.Actor));
        // Whatever token it comes with: it is the employer who acts.
        Assert.Equal(here.Actor, Read("https://other.example", "8", ("role", "employer"), ("nation", "nz"), ("employer", "acme")).Actor);
    }

    [Fact]
    public void Whoever_has_an_id_of_a_place_is_named_with_it()
    {
        Assert.Equal($"host:{Host}", Read("https://one.example", "7", ("role", "host"), ("person", Host)).Actor);
        Assert.Equal($"migrant:{Migrant}", Read("https://one.example", "7", ("role", "migrant"), ("person", Migrant)).Actor);
        Assert.StartsWith("nz-akl.", Host, StringComparison.Ordinal);
        Assert.False(HostId.TryParse(Host[7..], out _));
        Assert.False(MigrantId.TryParse(Migrant[3..], out _));
    }

    [Theory]
    [InlineData("city")] // an officer's report without an employer stands under it
    [InlineData("nz/acme")]
    [InlineData("")]
    public void A_token_makes_no_employer_of_an_id_that_is_none(string id) =>
        Assert.False(TryRead("https://one.example", "7", [("role", "employer"), ("nation", "nz"), ("employer", id)], out _, out _));

    [Fact]
    public void The_longest_id_of_an_employer_fits_beside_an_event() =>
        Assert.True(Employer("nz", new string('a', Employers.MaxId)).Actor.Length <= VipOrleans.Journal.JournalLimits.MaxActorLength);

    private static Caller Employer(string nation, string id) =>
        Read("https://one.example", "7", ("role", "employer"), ("nation", nation), ("employer", id));

    private static Caller Read(string issuer, string subject, params (string Type, string Value)[] claims) =>
        TryRead(issuer, subject, claims, out var caller, out var problem) ? caller : throw new InvalidOperationException(problem);

    private static bool TryRead(string issuer, string subject, (string Type, string Value)[] claims,
        [NotNullWhen(true)] out Caller? caller, [NotNullWhen(false)] out string? problem)
    {
        var payload = claims.Append(("iss", issuer)).Append(("sub", subject)).ToDictionary(c => c.Item1, c => c.Item2);
        var token = new JsonWebToken("""{"alg":"RS256"}""", JsonSerializer.Serialize(payload));
        using var read = TokenClaims.Of(token)!;
        return Caller.TryRead(token, read, ClaimNames.Default, Keys, out caller, out problem);
    }
}
