namespace VipOrleans.Portal.Pages;

using System.Globalization;
using System.Text;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>Payouts of a city: opened by one officer, instructed by another, answered by the bank's files.</summary>
internal static class PayoutPages
{
    private const int PageSize = 50;

    public static void Map(PageRoutes pages)
    {
        pages.Page("/officer/payouts", Visitor.CityOfficer, List);
        pages.Form("/officer/payouts/new", Visitor.CityOfficer, ShowNew, Open);
        pages.Form("/officer/payouts/{payout}", Visitor.CityOfficer, Show, Act);
        pages.Download("/officer/payouts/{payout}/file", Visitor.CityOfficer, File);
        pages.Form("/officer/bank-files", Visitor.CityOfficer, ShowBankFile, ReadBankFile);
    }

    private static async Task<IResult> List(Visit visit)
    {
        var city = visit.Somebody.City!;
        var payouts = await visit.Api.ListPayoutsAsync(city, PageSize, visit.Query("cursor"), visit.Gone);
        var unpaid = await visit.Api.ListUnpaidSharesAsync(city, cancellationToken: visit.Gone);
        return visit.Show<PayoutsPage>(new PayoutList(payouts, unpaid.Items));
    }

    private static Task<IResult> ShowNew(Visit visit, FormState form) => Task.FromResult(visit.Show<NewPayoutPage>(form: form));

    private static async Task<string> Open(Visit visit, FormState form)
    {
        var (words, problems) = (visit.Words, new List<FieldProblem>());
        if (form.Day("on") is not { } on)
        {
            problems.Add(new("on-day", words["officer.pay-on-missing"]));
            on = default;
        }

        if (form["reference"].Length is 0 or > 35) problems.Add(new("reference", words["officer.pay-reference-missing"]));
        Party? to = form["to"] switch { "host" => Party.Host, "migrant" => Party.Migrant, _ => null };
        if (to is null) problems.Add(new("to", words["officer.pay-to-missing"]));
        Money? minimum = null;
        if (form["minimum"] is { Length: > 0 } text)
        {
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, words.Language.Culture, out var amount) && amount > 0)
            {
                var city = await visit.Api.GetCityAsync(visit.Somebody.City!, cancellationToken: visit.Gone);
                minimum = new() { Amount = amount.ToString("F2", CultureInfo.InvariantCulture), Currency = city.Currency };
            }
            else problems.Add(new("minimum", words["calculator.amount"]));
        }

        if (problems.Count > 0) throw new FormException([.. problems]);
        var receipt = await visit.Api.OpenPayoutAsync(visit.Somebody.City!, form.Key, new()
        {
            ExecutionDay = on, Reference = form["reference"], To = to, Minimum = minimum,
        }, cancellationToken: visit.Gone);
        return $"/officer/payouts/{receipt.Id}?done=opened";
    }

    private static async Task<IResult> Show(Visit visit, FormState form)
    {
        var (city, id) = (visit.Somebody.City!, visit.Route("payout"));
        var payout = await visit.Api.GetPayoutAsync(city, id, cancellationToken: visit.Gone);
        var payments = await visit.Api.ListPaymentsAsync(city, id, PageSize, visit.Query("cursor"), visit.Gone);
        // What is still reserved is looked at again by itself, also where no script runs.
        if (form.Problems.Count == 0 && IsMoving(payout)) visit.Http.Response.Headers["Refresh"] = "2";
        return visit.Show<PayoutPage>(new OnePayout(payout, payments, visit.Query("done")), form);
    }

    public static bool IsMoving(PayoutView payout) => payout.Status is PayoutStatus.None or PayoutStatus.Reserving || payout.IsUnderWay;

    private static async Task<string> Act(Visit visit, FormState form)
    {
        var (city, id) = (visit.Somebody.City!, visit.Route("payout"));
        switch (form["do"])
        {
            case "instruct":
                await visit.Api.InstructPayoutAsync(city, id, form.Key, body: new(), cancellationToken: visit.Gone);
                return $"/officer/payouts/{id}?done=instructed";
            case "cancel":
                await visit.Api.CancelPayoutAsync(city, id, form.Key, body: new(), cancellationToken: visit.Gone);
                return $"/officer/payouts/{id}?done=cancelled";
            default:
                throw new FormException(new FieldProblem("do", visit.Words["proposal.missing"]));
        }
    }

    // Names and accounts: that somebody fetched it is written down by the API.
    private static async Task<IResult> File(Visit visit)
    {
        var id = visit.Route("payout");
        var file = await visit.Api.GetPaymentFileAsync(visit.Somebody.City!, id, ReadPurpose.SendToBank, visit.Gone);
        return Results.File(Encoding.UTF8.GetBytes(file), "application/xml", $"{id}.pain.001.xml");
    }

    private static Task<IResult> ShowBankFile(Visit visit, FormState form) => Task.FromResult(visit.Show<BankFilePage>(
        new BankFileRead(Number(visit.Query("news")), Number(visit.Query("aside")), Number(visit.Query("others"))), form));

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static async Task<string> ReadBankFile(Visit visit, FormState form)
    {
        if (form["file"].Length == 0) throw new FormException(new FieldProblem("file", visit.Words["officer.file-missing"]));
        var read = await visit.Api.ReadBankFileAsync(visit.Somebody.City!, form.Key, form["file"], cancellationToken: visit.Gone);
        return $"/officer/bank-files?news={read.News}&aside={read.SetAside}&others={read.Others}";
    }
}

/// <summary>The payouts of a city, and whom it owes.</summary>
public sealed record PayoutList(PageOfPayoutEntry Payouts, IReadOnlyList<UnpaidBalance> Unpaid);

/// <summary>A payout with its payments.</summary>
public sealed record OnePayout(PayoutView View, PageOfPaymentView Payments, string? Done);

/// <summary>What a bank's file has meant; nulls before one was read.</summary>
public sealed record BankFileRead(int? News, int? SetAside, int? Others);
