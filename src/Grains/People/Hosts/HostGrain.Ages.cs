namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.People.HostCommand;

// Who is of age, and who acts for those who are not.
public sealed partial class HostGrain
{
    /// <inheritdoc/>
    public async Task<CommandResult> VerifyAge(CommandContext context, AgeVerification verification)
    {
        var guardian = Confirmed.Guardian;
        var result = await _ages.Verify(Id.Value, context, verification,
            group => HostDecider.Decide(Confirmed, new VerifyHostAge(group, verification.Document), MomentFor(context)).Rejection,
            group => Execute(context, new VerifyHostAge(group, verification.Document)));
        if (Confirmed.Guardian is null) await LeaveGuardian(guardian, context.Id);
        return result;
    }

    /// <inheritdoc/>
    public async Task<AgeGroup?> AgeToday()
    {
        if (Confirmed.Age != AgeGroup.Minor || !await _ages.IsOfAge(Id.Value)) return Confirmed.Age;
        var guardian = Confirmed.Guardian;
        await Execute(new ComeOfAge());
        if (Confirmed.Guardian is null) await LeaveGuardian(guardian, $"{Id}:of-age");
        return Confirmed.Age;
    }

    /// <inheritdoc/>
    public Task<CommandResult> AdmitWard(CommandContext context, HostId ward, int most) => Execute(context, new AdmitWard(ward, most));

    /// <inheritdoc/>
    public Task<CommandResult> ReleaseWard(CommandContext context, HostId ward) => Execute(context, new ReleaseWard(ward));

    private static int MostWards(CityView? city) => city?.Policy.MinorsPerGuardian ?? CityPolicy.DefaultMinorsPerGuardian;

    // A guardian who is not freed of somebody counts one too many, and never one too few.
    private async Task LeaveGuardian(HostId? guardian, string seed)
    {
        if (guardian is { } acting) await GrainFactory.Host(acting).ReleaseWard(WardContext("leave", seed), Id);
    }

    private CommandContext WardContext(string step, string seed) =>
        new() { Id = IdText.KeyFrom($"{Id}/{step}/{seed}"), Fingerprint = 0, Actor = "system" };
}
