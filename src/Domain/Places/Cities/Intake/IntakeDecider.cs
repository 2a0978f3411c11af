namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>Which quota may be decided, and when a pause begins and ends.</summary>
internal static class IntakeDecider
{
    public static Decision<CityEvent> Decide(City city, IntakeCommand command, Moment moment) => command switch
    {
        DecideQuota c => Quota(city, c.Decision, moment),
        ConfirmQuota => Confirm(city, moment),
        PauseCity c => city.Paused is null
            ? Accept("paused", new CityPaused(c.Reason)) : Reject(RejectionCode.CityPaused, "The city is paused already."),
        ResumeCity => city.Paused is null
            ? Reject(RejectionCode.CityNotPaused, "The city is not paused.")
            : QueueDecider.AcceptAndServe("resumed", city, moment.Time, new CityResumed()),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The intake does not know this command."),
    };

    private static Decision<CityEvent> Confirm(City city, Moment moment)
    {
        if (city.Intake.Shown is not { } shown) return Reject(RejectionCode.WrongState, "No record of a ballot waits to be seen.");
        return moment.IsOne(shown.By)
            ? Reject(RejectionCode.SameOfficer, "Another officer than the one who showed the record sees it.")
            : QueueDecider.AcceptAndServe("decided", city, moment.Time, new QuotaDecided(shown.Decision));
    }

    private static Decision<CityEvent> Quota(City city, QuotaDecision decision, Moment moment)
    {
        if (decision.Places is < 0 or > QuotaDecision.MaxPlaces)
        {
            return Reject(RejectionCode.InvalidInput, $"A quota is 0 to {QuotaDecision.MaxPlaces:N0} places.");
        }

        if (decision.Reference.Length is 0 or > 100)
        {
            return Reject(RejectionCode.InvalidInput, "A decision names its minute, resolution or ballot in 1 to 100 characters.");
        }

        return decision.On > moment.Day
            ? Reject(RejectionCode.DateInFuture,
                $"The decision is of {decision.On:yyyy-MM-dd}, and today is {moment.Day:yyyy-MM-dd} in the city.")
            // A ballot that is held here decides by itself; nobody's word makes a ballot of another one.
            : decision.By == QuotaAuthority.Ballot && Actors.IsOfficer(moment.Actor)
                ? Accept("shown", new QuotaRecordShown(decision, moment.Actor))
            : QueueDecider.AcceptAndServe("decided", city, moment.Time, new QuotaDecided(decision));
    }
}
