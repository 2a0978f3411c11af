namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A pattern of hosting that a human should look at. None of them says that anybody did wrong.</summary>
[JsonConverter(typeof(CodeConverter<HostingPattern>))]
public enum HostingPattern
{
    /// <summary>One host, or one person over several records, had many migrants one after another.</summary>
    ManyByHost,

    /// <summary>Several stays with one host ended soon after the arrival.</summary>
    ShortStaysByHost,

    /// <summary>Several stays at one address ended soon after the arrival.</summary>
    ShortStaysAtHome,

    /// <summary>Many migrants live at one address now.</summary>
    ManyAtHome,
}

/// <summary>
/// From when on a pattern is listed. Nothing else depends on these numbers: no rule reads them, and nobody is refused anything because of
/// them.
/// </summary>
public static class PatternThresholds
{
    /// <summary>How far back stays are counted.</summary>
    public const int Months = 24;

    /// <summary>
    /// A host hosts one migrant at a time and a share year is twelve months: two in 24 months is the ordinary course, three a change of
    /// host, four asks for a look.
    /// </summary>
    public const int ManyByHost = 4;

    /// <summary>
    /// A stay that ended within this many days of the arrival is short: notice alone takes four weeks where the city says nothing else.
    /// </summary>
    public const int ShortStayDays = 90;

    /// <summary>
    /// One stay that goes wrong says nothing; the second one with the same host, or at the same address, asks for a look.
    /// </summary>
    public const int ShortStays = 2;

    /// <summary>A family of four may host four; five at one address asks whether there is room.</summary>
    public const int ManyAtHome = 5;

    /// <summary>
    /// Two who share a phone or an address for mail are listed as a pair; three or more as a contact: a family or an agency, or one person
    /// many times.
    /// </summary>
    public const int SharedContact = 3;

    /// <summary>Families and their guests live together: more than that at one address asks for a look.</summary>
    public const int SharedAddress = 8;

    /// <summary>
    /// True where a stay counts as a short one. Who died, left because the programme ended, or moved with the host says nothing about the
    /// host.
    /// </summary>
    public static bool IsShort(DateOnly arrived, DateOnly? ended, EndReason? reason) =>
        ended is { } end && reason is not (EndReason.Deceased or EndReason.Programme or EndReason.Moved)
            && end.DayNumber - arrived.DayNumber < ShortStayDays;
}
