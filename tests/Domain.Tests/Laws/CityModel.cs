namespace VipOrleans.Domain.Tests;

/// <summary>A city as one would write it on a napkin: two sets and a queue. What the real one does must come to the same.</summary>
internal sealed class CityModel
{
    private readonly HashSet<SponsorshipId> _held = [], _used = [];
    private readonly List<SponsorshipId> _line = [];
    private int _quota;
    private bool _paused;

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
            case HoldPlace c when !_held.Contains(c.Sponsorship) && !_used.Contains(c.Sponsorship) && !_line.Contains(c.Sponsorship):
                _line.Add(c.Sponsorship);
                break;
            case ConfirmPlace c when _held.Remove(c.Sponsorship):
                _used.Add(c.Sponsorship);
                break;
            case ReleasePlace c:
                _ = _held.Remove(c.Sponsorship) || _used.Remove(c.Sponsorship) || _line.Remove(c.Sponsorship);
                break;
            case ExpirePlace c:
                _held.Remove(c.Sponsorship);
                break;
        }

        while (!_paused && _line.Count > 0 && _held.Count + _used.Count < _quota)
        {
            _held.Add(_line[0]);
            _line.RemoveAt(0);
        }
    }

    public void HoldsFor(City city)
    {
        Assert.True(_line.SequenceEqual(city.Waiting.Values), "The line is in another order.");
        Assert.Equal((_held.Count, _used.Count, _held.Count + _used.Count), (city.Held, city.InUse, city.Taken.Count));
        Assert.Equal(Math.Max(0, _quota - _held.Count - _used.Count), city.Free);
        Assert.Equal(_line.Count, city.Tickets.Count);
        foreach (var (sponsorship, place) in city.Taken) Assert.True(place.Confirmed ? _used.Contains(sponsorship) : _held.Contains(sponsorship), $"{sponsorship} has a place that it should not have.");
    }
}
