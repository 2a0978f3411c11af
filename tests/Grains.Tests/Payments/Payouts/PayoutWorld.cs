namespace VipOrleans.Grains.Tests.Payments;

using System.Text;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

/// <summary>A city whose hosts have money collected, and what its officers and its bank do.</summary>
internal sealed class PayoutWorld(World world, CityId city)
{
    public const string Opener = "city-officer:one", Second = "city-officer:two";

    public static readonly DateOnly Today = new(2026, 3, 1);

    public static readonly BankParty Council =
        new("Auckland Council", new(null, "12-3113-0012345-00", "ASBBNZ2A"), new("Albert Street", "135", "1010", "Auckland", "NZ"));

    public static readonly BankParty Aroha =
        new("Aroha Ngāta", new(null, "01-0123-0123456-00", "ANZBNZ22"), new("Karangahape Road", "7", "1010", "Auckland", "NZ"));

    public static readonly BankParty Ligaya =
        new("Ligaya Santos", new(null, "0012345678", "BNORPHMM"), new("Rizal Avenue", "12", "1000", "Manila", "PH"));

    public CityId City { get; } = city;

    public List<(SponsorshipId Sponsorship, HostId Host)> Sponsorships { get; } = [];

    public PayoutId Id { get; } = PayoutId.From(city, "payout");

    /// <summary>Whom the payout pays.</summary>
    public Party To { get; init; } = Party.Host;

    public IPayoutGrain Payout => world.Grains.Payout(Id);

    public ISponsorshipGrain Sponsorship(int number) => world.Sponsorship(Sponsorships[number - 1].Sponsorship);

    /// <summary>
    /// A city with so many sponsorships; of each, a share is collected. The hosts whose numbers are named have no account.
    /// </summary>
    public static async Task<PayoutWorld> Begin(World world, int sponsorships, CityId? id = null, params int[] withoutPayee)
    {
        var city = new PayoutWorld(world, await world.OpenCity(sponsorships, id));
        Accepted("decided", await world.City(city.City).DecidePayingAccount(Command(), Council));
        for (var n = 1; n <= sponsorships; n++) await city.Add(hasPayee: !withoutPayee.Contains(n));
        return city;
    }

    /// <summary>The same city that keeps half of what it collects as its levy.</summary>
    public static async Task<PayoutWorld> BeginWithLevy(World world, int sponsorships)
    {
        var policy = CityPolicy.Default with { Levy = Share.Half };
        var city = new PayoutWorld(world, await world.OpenCity(sponsorships, policy: policy));
        Accepted("decided", await world.City(city.City).DecidePayingAccount(Command(), Council));
        for (var n = 1; n <= sponsorships; n++) await city.Add();
        return city;
    }

    /// <summary>
    /// A city with so many sponsorships; of each, what was collected for month 1 turns out to be too much, and a refund waits.
    /// </summary>
    public static async Task<PayoutWorld> BeginRefunds(World world, int sponsorships, bool haveAccounts = true)
    {
        var begun = await Begin(world, sponsorships);
        var city = new PayoutWorld(world, begun.City) { To = Party.Migrant };
        city.Sponsorships.AddRange(begun.Sponsorships);
        for (var n = 1; n <= sponsorships; n++)
        {
            if (haveAccounts) Accepted("provided", await world.Migrant(await city.Migrant(n)).ProvideOwnAccount(Command(), Ligaya));
            await city.Correct(n, $"{n}000.00");
        }

        return city;
    }

    /// <summary>The migrant of a sponsorship.</summary>
    public async Task<MigrantId> Migrant(int number) => (await Sponsorship(number).Get())!.Migrant;

    /// <summary>Reports month 1 again, otherwise.</summary>
    public async Task Correct(int number, string amount) =>
        Accepted("posted",
            await Sponsorship(number).ReportEarnings(Command(), new(1, 1, Employers.None, Money.Parse(amount, Nzd))));

    public async Task Add(bool hasPayee = true)
    {
        var host = await world.AddHost(City);
        if (hasPayee) Accepted("provided", await world.Host(host).ProvidePayee(Command(), Aroha));
        var id = await world.Accept(City, host);
        await world.PassChecks(id);
        await Until(async () => await world.StatusOf(id) == SponsorshipStatus.Granted, "the grant");
        Accepted("arrived", await world.Sponsorship(id).Arrive(Command(), new(2026, 1, 1)));
        Sponsorships.Add((id, host));
        await Earn(Sponsorships.Count, 1, $"{Sponsorships.Count}0000.00");
    }

    /// <summary>Reports earnings and collects all that is due of them.</summary>
    public async Task Earn(int number, int month, string amount)
    {
        Assert.Null((await Sponsorship(number).ReportEarnings(Command(), new(1, month, "city", Money.Parse(amount, Nzd)))).Rejected);
        var due = (await world.Grains.Books(City).TrialBalance())!.Due;
        Accepted("collected", await Sponsorship(number).CollectShare(Command(), $"collection-{month}", due, Today));
    }

    public Task<CommandResult> Open(string? id = null, string actor = Opener, string minimum = "1.00") =>
        Payout.Open(Command(id, actor: actor), new(Today.AddDays(3), Money.Parse(minimum, Nzd), "AKL shares 2026-03", To));

    public Task<CommandResult> Instruct(string? id = null, string actor = Second) => Payout.Instruct(Command(id, actor: actor));

    public async Task<string> File() =>
        Encoding.UTF8.GetString((await Payout.ReadInstruction(new() { Actor = Second, Purpose = "send-to-bank" }))!);

    public IPayoutGrain PayoutOf(PayoutId id) => world.Grains.Payout(id);

    /// <summary>A statement of the bank on single payments, each with its own amount.</summary>
    public Task<BankFile> Statement(string id, params (int Number, BankWord Said)[] entries) => StatementOf(Payout, id, entries);

    /// <summary>The same, on another payout.</summary>
    public static async Task<BankFile> StatementOf(IPayoutGrain payout, string id, params (int Number, BankWord Said)[] entries)
    {
        var payments = (await payout.Payments(0, 200))!.Items;
        return new(new(BankFileKind.Statement, id, HashOf(Encoding.UTF8.GetBytes(id))), null,
            [.. entries.Select(
                e => new BankEntry(e.Number, payments[e.Number - 1].Id, e.Said, payments[e.Number - 1].Amount.Amount, "NZD",
                    e.Said is BankWord.Returned or BankWord.Rejected ? "AC04" : null))]);
    }

    public async Task<TrialBalance> Balance()
    {
        var balance = (await world.Grains.Books(City).TrialBalance())!;
        Assert.Equal(0, balance.Sum.Minor);
        return balance;
    }

    public async Task<IReadOnlyList<PaymentState>> States() => [.. (await Payout.Payments(0, 200))!.Items.Select(p => p.State)];

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    public bool HasReminder => world.Reminders.Rows.Any(r => r.GrainId.Key.ToString() == Id.Value);

    /// <summary>Done when nothing is left to do without an officer or the bank.</summary>
    public Task Quiet() =>
        Until(async () => await Payout.Get() is null or { IsUnderWay: false } && !HasReminder, "the payout to come to rest");
}
