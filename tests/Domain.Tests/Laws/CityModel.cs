namespace VipOrleans.Domain.Tests;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Places.CityCommand;

/// <summary>A city as one would write it on a napkin: two sets and a queue. What the real one does must come to the same.</summary>
internal sealed class CityModel
{
    private readonly HashSet<SponsorshipId> _held = [], _used = [], _taking = [];
    private readonly Dictionary<SponsorshipId, MigrantId> _over = [];
    private readonly HashSet<MigrantId> _kept = [];
    private readonly List<SponsorshipId> _line = [];
    private int _quota;
    private bool _paused;

    private int Taken => _held.Count + _used.Count + _taking.Count + _kept.Count;

    /// <summary>Carries out a command that the city accepted.</summary>
    public void Apply(CityCommand command)
    {
        switch (command)
        {
            case DecideQuota c:
                _quota = c.Decision.Places;
                break;
            case PauseCity:
                _paused = true;
                break;
            case ResumeCity:
                _paused = false;
                break;
            case HoldPlace c
                when !_held.Contains(c.Sponsorship) && !_used.Contains(c.Sponsorship) && !_taking.Contains(c.Sponsorship)
                    && !_line.Contains(c.Sponsorship):
                if (c.Migrant is { } migrant && _kept.Remove(migrant)) (_, _over[c.Sponsorship]) = (_taking.Add(c.Sponsorship), migrant);
                else _line.Add(c.Sponsorship);
                break;
            case ConfirmPlace c when _held.Remove(c.Sponsorship) || _taking.Remove(c.Sponsorship):
                _used.Add(c.Sponsorship);
                break;
            case KeepPlace { Place: var kept } when _used.Remove(kept.Sponsorship):
                _over.Remove(kept.Sponsorship);
                _kept.Add(kept.Migrant);
                break;
            case RuleOnStatusEnd { Effect: RulingEffect.Stands } c:
                _kept.Remove(c.Migrant);
                break;
            case GiveUpPlace c:
                _kept.Remove(c.Migrant);
                break;
            case ReleasePlace c when _over.Remove(c.Sponsorship, out var whose):
                _ = _taking.Remove(c.Sponsorship) || _used.Remove(c.Sponsorship);
                if (!c.HasArrived) _kept.Add(whose);
                break;
            case ExpirePlace c when _taking.Remove(c.Sponsorship):
                _kept.Add(_over[c.Sponsorship]);
                _over.Remove(c.Sponsorship);
                break;
            case ReleasePlace c:
                _ = _held.Remove(c.Sponsorship) || _used.Remove(c.Sponsorship) || _line.Remove(c.Sponsorship);
                break;
            case ExpirePlace c:
                _held.Remove(c.Sponsorship);
                break;
        }

        while (!_paused && _line.Count > 0 && Taken < _quota)
        {
            _held.Add(_line[0]);
            _line.RemoveAt(0);
        }
    }

    public void HoldsFor(City city)
    {
        Assert.True(_line.SequenceEqual(city.Waiting.Values), "The line is in another order.");
        Assert.Equal((_held.Count, Taken - _held.Count, Taken - _kept.Count), (city.Held, city.InUse, city.Taken.Count));
        Assert.Equal(Math.Max(0, _quota - Taken), city.Free);
        Assert.True(_kept.SetEquals(city.Kept.Keys), "Other migrants keep a place.");
        Assert.Equal(_line.Count, city.Tickets.Count);
        foreach (var (sponsorship,
            place) in city.Taken) Assert.True(
                place.Confirmed ? _used.Contains(sponsorship) : _held.Contains(sponsorship) || _taking.Contains(sponsorship),
                $"{sponsorship} has a place that it should not have.");
    }
}
