namespace VipOrleans.Gateway.Tests.Access;

using System.Security.Claims;
using Microsoft.Extensions.Time.Testing;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;

public sealed class KnownTokensTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly ClaimsPrincipal User = new();
    private readonly FakeTimeProvider _time = new(Now);
    private readonly KnownTokens _known;

    public KnownTokensTests() => _known = new(_time);

    public void Dispose() => _known.Dispose();

    [Fact]
    public void A_token_is_known_as_whose_it_was_and_no_other_is()
    {
        var caller = Caller(Now.AddHours(1));
        _known.Add("head.body.signature", User, caller);

        Assert.True(_known.TryFind("head.body.signature", out var user, out var found));
        Assert.Equal((User, caller), (user, found));
        Assert.False(_known.TryFind("head.body.signaturf", out _, out _));
        Assert.False(_known.TryFind("head.body.", out _, out _));
    }

    [Fact]
    public void After_a_minute_it_is_checked_again()
    {
        _known.Add("token", User, Caller(Now.AddHours(1)));

        _time.Advance(KnownTokens.Longest - TimeSpan.FromSeconds(1));
        Assert.True(_known.TryFind("token", out _, out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_known.TryFind("token", out _, out _));
    }

    [Fact]
    public void It_is_not_known_beyond_its_own_end()
    {
        _known.Add("token", User, Caller(Now.AddSeconds(5)));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(_known.TryFind("token", out _, out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_known.TryFind("token", out _, out _));

        // Within the clock's tolerance a token counts a little longer; each time it is checked again.
        _known.Add("token", User, Caller(Now.AddSeconds(5)));
        Assert.False(_known.TryFind("token", out _, out _));
    }

    [Fact]
    public void No_more_are_known_than_there_is_room_for()
    {
        for (var i = 0; i < KnownTokens.Most + 1_000; i++) _known.Add($"token {i}", User, Caller(Now.AddHours(1)));

        Assert.True(
            Enumerable.Range(0, KnownTokens.Most + 1_000).Count(i => _known.TryFind($"token {i}", out _, out _)) <= KnownTokens.Most);
    }

    private static Caller Caller(DateTimeOffset expires) =>
        new() { Role = Role.CityOfficer, Key = "key", City = CityId.Parse("nz-akl"), ExpiresAt = expires };
}
