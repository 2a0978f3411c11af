namespace VipOrleans.Pilot;

using System.Globalization;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Shares;
using VipOrleans.Silo;

/// <summary>
/// The money of the sample after its earnings were reported: employers hand the share over, hosts are paid by a bank file, a month is
/// corrected after its share was paid out, and the guarantee that bore the refund is repaid out of a later share.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="sample">What is loaded.</param>
/// <param name="employer">The token of the employer who reported.</param>
/// <param name="officer">The token of a city officer.</param>
/// <param name="hostToken">The token of a host, or of who acts for them, by the host's row.</param>
/// <param name="today">Today in the city.</param>
internal sealed class SampleMoney(SampleClient client, LoadedSample sample, string employer, string officer,
    Func<string, Task<string>> hostToken, DateOnly today)
{
    private const string Minimum = "10.00";
    private readonly SampleCity _city = sample.Files.City;

    /// <summary>The reference by which the sample's payout is known again, whenever it is loaded.</summary>
    public const string PayoutReference = "Sample shares";

    /// <summary>The city gets from the employers what is due. What was collected before is not due any more.</summary>
    public async Task Collect(CancellationToken cancellation)
    {
        foreach (var s in sample.Files.Sponsorships.Where(s => sample.Arrivals.ContainsKey(s.Id)))
        {
            var path = $"/v1/sponsorships/{sample.Sponsorships[s.Id]}";
            var statement = await client.Get<StatementAnswer>($"{path}/statement", officer, cancellation);
            if (statement.Totals is not { Due.Minor: > 0 } totals) continue;
            // What is due belongs to a version of the sponsorship, and so does the reference: another day's share has one of its own.
            var reference = string.Create(CultureInfo.InvariantCulture, $"sample/{s.Id}/{statement.Version}");
            await client.Post($"{path}/collections", officer, $"sample.{s.Id}.collection.{statement.Version}",
                new { reference, amount = totals.Due, on = today }, cancellation);
        }
    }

    /// <summary>
    /// All that is collected is paid once: reserved, instructed by a second officer, accepted by the bank, and settled but for the last
    /// payment, which the bank rejects.
    /// </summary>
    public async Task PayOut(CancellationToken cancellation)
    {
        foreach (var p in sample.Files.Payees)
        {
            await client.Put($"/v1/hosts/{sample.Hosts[p.Host]}/payee", await hostToken(p.Host), $"sample.{p.Host}.payee",
                Party(p.Name, p.Account, p.Bic, p.Street, p.BuildingNumber, p.Town, p.Country), cancellation);
        }

        await client.Put($"/v1/cities/{_city.Id}/paying-account", officer, "sample.paying-account",
            Party($"{_city.Name} Council", "12-3113-0012345-00", "ASBBNZ2A", "Example Street", "135", _city.Name, "NZ"), cancellation);
        var id = await Find(client, _city.Id, officer, cancellation) ?? await client.Post(
            $"/v1/cities/{_city.Id}/payouts", officer, "sample.payout",
            new { executionDay = today, minimum = new { amount = Minimum, _city.Currency }, reference = PayoutReference }, cancellation);
        var path = $"/v1/cities/{_city.Id}/payouts/{id}";
        var second = await client.Token(new { role = "city-officer", city = _city.Id, subject = "sample-second-officer" }, cancellation);
        if ((await Rested(path, cancellation)).Status == PayoutStatus.Reserved)
        {
            await client.Post($"{path}/instruction", second, "sample.payout.instruction", new { }, cancellation);
        }

        await Rested(path, cancellation);

        var bank = new SampleBank(await client.GetBytes($"{path}/pain.001?purpose=send-to-bank", second, cancellation));
        await client.PostXml($"/v1/cities/{_city.Id}/bank-files", second, "sample.bank.status", bank.StatusReport(), cancellation);
        await client.PostXml($"/v1/cities/{_city.Id}/bank-files", second, "sample.bank.statement", bank.Statement(), cancellation);
        await Rested(path, cancellation);
    }

    /// <summary>Months are corrected one by one; what becomes due by that is collected at once.</summary>
    public async Task Correct(Func<Task> afterEach, CancellationToken cancellation)
    {
        var number = 0;
        foreach (var c in sample.Files.Corrections)
        {
            number++;
            if (!sample.Arrivals.TryGetValue(c.Sponsorship, out var arrived))
            {
                throw new OperatorException($"samples/corrections.csv names the sponsorship '{c.Sponsorship}', which has no arrival.");
            }

            if (ShareYear.MonthStart(arrived, c.Year, c.Month) > today) continue;
            await client.Post(
                $"/v1/sponsorships/{sample.Sponsorships[c.Sponsorship]}/earnings", employer,
                $"sample.correction.{number}.{c.Sponsorship}.{c.Year}-{c.Month}",
                new { c.Year, c.Month, earned = new { amount = c.Earned, _city.Currency } }, cancellation);
            await afterEach();
            await Collect(cancellation);
            await afterEach();
        }
    }

    /// <summary>The id of a payout of the sample; null if there is none yet.</summary>
    public static async Task<string?> Find(SampleClient client, string city, string officer, CancellationToken cancellation,
        string reference = PayoutReference) =>
        (await client.Get<PayoutPage>($"/v1/cities/{city}/payouts?limit=200", officer, cancellation)).Items.FirstOrDefault(
            p => p.Reference == reference)?.Id;

    // The books of the sponsorships follow a payout on their own; a client looks until they have.
    private Task<PayoutAnswer> Rested(string path, CancellationToken cancellation) => Rested(client, path, officer, cancellation);

    /// <summary>A payout once the books of the sponsorships have followed it.</summary>
    public static async Task<PayoutAnswer> Rested(SampleClient client, string path, string officer, CancellationToken cancellation)
    {
        for (var look = 0; ; look++)
        {
            var payout = await client.Get<PayoutAnswer>(path, officer, cancellation);
            if (!payout.IsUnderWay && payout.Status != PayoutStatus.Reserving) return payout;
            if (look == 300) throw new OperatorException("The sample's payout does not come to rest.");
            await Task.Delay(Math.Min(10 * (look + 1), 200), cancellation);
        }
    }

    /// <summary>Whom a bank pays, as the API takes it.</summary>
    public static object Party(string name, string number, string bic, string street, string buildingNumber, string town,
        string country) =>
        new { name, bankAccount = new { number, bic }, postalAddress = new { street, buildingNumber, town, country } };

    private sealed record StatementAnswer(long Version, TotalsAnswer? Totals);

    private sealed record TotalsAnswer(Money Due);

    private sealed record PayoutPage(IReadOnlyList<PayoutListed> Items);

    private sealed record PayoutListed(string Id, string Reference);
}

/// <summary>A payout as the API tells it.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="IsUnderWay">True while the sponsorships' books have not followed it.</param>
/// <param name="MessageId">The id of the file; null before.</param>
/// <param name="Count">How many payments the file has.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Totals">How many payments stand how.</param>
public sealed record PayoutAnswer(PayoutStatus Status, bool IsUnderWay, string? MessageId, int? Count, Money? Sum,
    IReadOnlyList<PaymentTotalAnswer> Totals);

/// <summary>Payments that stand alike.</summary>
/// <param name="State">Where they stand.</param>
/// <param name="Count">How many.</param>
/// <param name="Sum">Their sum.</param>
public sealed record PaymentTotalAnswer(PaymentState State, int Count, Money Sum);
