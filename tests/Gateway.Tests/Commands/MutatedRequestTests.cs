namespace VipOrleans.Gateway.Tests.Commands;

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;
using VipOrleans.Gateway.Tests.Matching;
using VipOrleans.Gateway.Tests.News;
using VipOrleans.Gateway.Tests.OpenApi;
using VipOrleans.Gateway.Tests.Payments;
using VipOrleans.Gateway.Tests.Places;

/// <summary>
/// Throws thousands of bad requests at every operation of the API document: each is told what to mend, none breaks anything, none changes
/// anything.
/// </summary>
public sealed class MutatedRequestTests(TestGateway gateway)
{
    private const int PerOperation = 130;

    // Nothing can be booked into a month that is over, so what a month over HTTP sends is known only with the next one: the tests of the
    // grains move the clock. The same with whom a round proposes, and with what a migrant has days to answer.
    private static readonly string[] NeedsTime =
        ["instructRemittances", "getInstructedRemittances", "getRemittanceFile", "instructProviderRemittances",
            "getProviderRemittances", "getProviderFile", "acceptHostRoundPair", "declineHostRoundPair",
            "acceptMigrantRoundPair", "declineMigrantRoundPair", "suggestEnd", "confirmEnd"];

    // Another officer than the one who fails the checks here.
    private static readonly string[] OfOthers = ["decideRuling", "decideAppeal"];

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("VIP_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed : Environment.TickCount;

    [Fact]
    public async Task A_bad_request_is_told_what_to_mend_and_changes_nothing()
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"VIP_SEED={Seed}");
        var document = (await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Json;
        var (wrong, sent) = (new ConcurrentBag<string>(), 0);
        var statuses = new ConcurrentDictionary<int, int>();
        var operations = OpenApiTests.Operations(document).ToArray();
        await Parallel.ForEachAsync(operations.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (one, _) =>
        {
            var (path, method, operation) = one.Item;
            var (good, caller) = await Good(path, method.ToUpperInvariant(), operation);
            var mutations = new Mutations(new Random(unchecked((Seed * 397) + one.Index)));
            var carriedOut = 0;
            for (var i = 0; i < PerOperation; i++)
            {
                var bad = mutations.Of(Keyed(good, out var key));
                var answer = await RawHttp.Send(gateway.Client.BaseAddress!, bad, TestContext.Current.CancellationToken);
                Interlocked.Increment(ref sent);
                statuses.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
                if (answer.Status is >= 200 and < 300) carriedOut++;
                if (Problem(answer, bad, caller, key) is { } problem)
                {
                    wrong.Add($"{problem}\n--- request\n{bad}\n--- answer "
                        + $"{answer.Status}\n{string.Join('\n', answer.Headers)}\n{answer.Text}\n");
                }

            }

            // What was refused left no trace: the good request is still carried out. Where a mutation was good too, it was first.
            var last = await RawHttp.Send(gateway.Client.BaseAddress!, Keyed(good, out var _), TestContext.Current.CancellationToken);
            if (NeedsTime.Contains((string)operation["operationId"]!)
                ? last.Status is not (404 or 409) : carriedOut == 0 && last.Status is < 200 or >= 300)
            {
                wrong.Add($"The good request was refused.\n--- request\n{good}\n--- answer {last.Status}\n{last.Text}\n");
            }

        });
        TestContext.Current.TestOutputHelper.WriteLine(string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}")));
        Assert.True(wrong.IsEmpty, $"VIP_SEED={Seed}: {wrong.Count} of {sent} requests\n\n{string.Join('\n', wrong.Take(6))}");
        Assert.True(sent >= 45 * PerOperation);
        // Most of them must get as far as the fields.
        Assert.True(statuses[400] > sent / 3 && statuses.ContainsKey(409) && statuses.ContainsKey(201),
            "The mutations are not what they should be.");
    }

    private string? Problem(RawAnswer answer, RawRequest bad, string? caller, string key)
    {
        if (answer.Status is < 200 or >= 500) return "Neither done nor refused.";
        if (answer.Status is >= 200 and < 400) return null;
        // Kestrel itself refuses what is no HTTP; that never reached the application.
        if (!answer.Headers.ContainsKey("x-content-type-options"))
        {
            return answer.Status is 400 or 411 or 413 or 414 or 431 or 501 && answer.Body.Length == 0 ? null : "Refused by whom?";
        }

        if (caller is not null
            && gateway.Journal.Commands.ContainsKey(gateway.Ids.OfRequest(new() { Role = Role.Host, Key = caller }, key)))
        {
            return "Refused, but carried out.";
        }

        if (bad.Method == "HEAD") return null;
        if (answer.Headers.GetValueOrDefault("content-type") != "application/problem+json") return "No problem details.";
        var body = JsonNode.Parse(answer.Body)!;
        if (!Problems.ByCode.ContainsKey((string?)body["code"] ?? "") || (int?)body["status"] != answer.Status
            || (string?)body["type"] != $"/problems/{body["code"]}")
        {
            return "Not the problem it says.";
        }

        if (string.IsNullOrEmpty((string?)body["detail"])) return "It does not say what to mend.";
        body.AsObject().Remove("instance");
        // The name of a property may be shown where it looks like one; no value ever.
        foreach (var error in body["errors"]?.AsArray() ?? []) error!.AsObject().Remove("field");
        return body.ToJsonString().Contains(Mutations.Canary, StringComparison.Ordinal) ? "It repeats what was sent." : null;
    }

    private RawRequest Keyed(RawRequest good, out string key)
    {
        key = gateway.NewKey();
        return good.Method is "GET" ? good : good with { Headers = [.. good.Headers, ("Idempotency-Key", key)] };
    }

    /// <summary>The request that the document shows, on things that are there and in a state that allows it.</summary>
    private async Task<(RawRequest Request, string? CallerKey)> Good(string path, string method, JsonNode operation)
    {
        var name = (string)operation["operationId"]!;
        // What changes a nation's rates, offers, cap or pause has a nation of its own.
        var nation = name switch
        {
            "decideExchangeRateSources" => "wf",
            "importExchangeRates" => "tv",
            "decideRemittanceOffers" => "ki",
            "decideCap" => "sb",
            "pauseNation" => "mh",
            "resumeNation" => "fm",
            // Where floors are decided, a city opens within them.
            "decideFloors" => "vu",
            // The nation has fines.
            "proposeFine" => "to",
            // Where a visa is asked for, nobody arrives without one.
            "decideEntryRules" => "pn",
            // Once somebody is admitted, nobody else signs in for the employer.
            "getEmployer" or "admitEmployerPerson" or "dismissEmployerPerson" or "registerEmployer" or "getEmployerSignIn" => "pw",
            _ => "nz"
        };
        object policy = name is "allotLevy" ? new { noticeDays = 0, levy = "1/2" }
            : new { noticeDays = nation == "vu" ? 28 : 0 };
        var city = await gateway.NewCity(nation, policy: policy, profile: name == "settleDeductionFindings" ? Strict : null);
        await gateway.Rates(nation);
        var (host, migrant) = (await city.Host(), await city.Migrant("PHP"));
        var otherHost = name is "linkHost" or "unlinkHost" ? await city.Host() : "";
        var otherMigrant = name is "linkMigrant" or "unlinkMigrant" ? await city.Migrant() : "";
        var sponsorship = path.Contains("{sponsorship}", StringComparison.Ordinal) ? await State(city, host, migrant, name) : "";
        var import = path.Contains("{import}", StringComparison.Ordinal)
            ? await city.Import("sponsorship,year,month,earned,currency\nx,1,1,1.00,NZD\n") : "";
        var household = (string)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}", city.Officer)).Json["household"]!;
        var concern = path.Contains("{concern}", StringComparison.Ordinal) ? await Concern(city, migrant, sponsorship, host, name) : "";
        var ruling = path.Contains("{ruling}", StringComparison.Ordinal) ? await Ruling(city, host, migrant, name) : "";
        var beneficiary = name is "setRemittancePlan" or "removeBeneficiary" or "quoteRemittance" ? await Beneficiary(city, migrant) : "";
        var dependant = name is "removeDependant" or "readDependants"
            ? (await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/dependants", city.Officer,
                new { name = "Ligaya", relation = "child" })).Id! : "";
        switch (name)
        {
            case "listSignIns":
                await gateway.Ok(HttpMethod.Post, $"/v1/people/{host}/sign-in-codes", city.Officer, new { way = "hand", days = 3 });
                break;
            case "readOwnAccount":
                await gateway.Ok(HttpMethod.Put, $"/v1/migrants/{migrant}/own-account", city.MigrantToken(migrant),
                PayoutTests.Party("Ana")); break;
            case "confirmQuota":
                await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/quota",
                    gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"second@{city.Id}"),
                    new { places = 100, by = "ballot", reference = "record/1", on = "2024-01-05" });
                break;
            case "getGracePeriod" or "extendGracePeriod" or "endStatus" or "giveUpPlace":
                await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{await city.Arrived(host, migrant)}/change-of-host",
                    city.MigrantToken(migrant), new { });
                break;
            case "getHostProfile" or "closeHostProfile" or "consentToHostTraits" or "withdrawHostTraits" or "getHostTraits"
                or "searchMigrants" or "suggestMigrants":
                await ProfileTests.Tell(city, host);
                if (name == "getHostTraits") await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/traits", city.HostToken(host),
                    new { faith = "jain", purpose = "matching", consent = true });
                break;
            case "getMigrantProfile" or "closeMigrantProfile" or "consentToMigrantTraits" or "withdrawMigrantTraits" or "getMigrantTraits"
                or "searchHosts" or "suggestHosts":
                await ProfileTests.Tell(city, migrant);
                if (name == "getMigrantTraits") await gateway.Ok(HttpMethod.Put, $"/v1/migrants/{migrant}/traits",
                    city.MigrantToken(migrant), new { faith = "jain", purpose = "matching", consent = true });
                break;
            case "getWelfareCheck" or "readWelfareCheckTexts" or "answerWelfareCheck" or "closeWelfareCheck" or "suggestEnd"
                or "confirmEnd" or "noteWelfareVisit":
                await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/absence-reports", city.HostToken(host),
                    new { lastSeen = "2024-02-02", text = "Gone." });
                break;
            case "unlinkHost":
                await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/links", city.Officer,
                new { record = otherHost, reason = "interview" }); break;
            case "unlinkMigrant":
                await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/links", city.NationOfficer,
                new { record = otherMigrant, reason = "interview" }); break;
            case "reopenCityDuplicate" or "reopenNationDuplicate":
                await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/duplicates/dismissals", city.Officer,
                    new { one = host, other = migrant, signs = new[] { "phone" }, reason = "shared-by-family" });
                break;
            case "getEmployer" or "admitEmployerPerson" or "dismissEmployerPerson":
                await gateway.Ok(HttpMethod.Post, $"/v1/nations/{nation}/employers", city.Officer,
                    new { employer = "acme-orchards", kind = "household" });
                break;
            case "allotLevy":
                await Levied(city, await State(city, host, migrant, name));
                break;
            case "claimLoss" or "decideLoss":
                await Claimed(city, sponsorship, host, name);
                break;
            case "proposeFine":
                await gateway.Ok(HttpMethod.Put, $"/v1/nations/{nation}/floors", city.NationOfficer,
                    new
                    {
                        mendBy = "2035-12-31", reference = "Order 9", on = "2024-01-01", profileRequired = false,
                        hostFines = new
                        {
                            atMost = new { amount = "200.00", currency = "NZD" }, inAYear = new { amount = "90000.00", currency = "NZD" }
                        }
                    });
                break;
            case "takeTopUpBack":
                await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/guarantee/top-ups", city.Officer,
                    new
                    {
                        reference = "budget/2025-4", amount = new { amount = "1.00", currency = "NZD" },
                        on = $"{Sample.Day:yyyy-MM-dd}"
                    });
                break;
            case "resumeCity":
                await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/pause", city.Officer,
                new { reason = "safety" }); break;
            case "resumeNation":
                await gateway.Send(HttpMethod.Post, $"/v1/nations/{nation}/pause", city.NationOfficer,
                new { reason = "safety" }); break;
            case "getHostMove":
                await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/moves", city.HostToken(host),
                new { city = (await gateway.NewCity()).Id.Value, address = "1 Example Street" }); break;
            case "grantVisa" or "refuseVisa" or "appealVisa" or "lapseVisa" or "withdrawVisa" or "readVisaNumber" or "getVisas":
                await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/visas", city.Officer,
                    new { reference = "INZ/2025-4711", on = "2024-02-01" });
                if (name == "readVisaNumber") await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/visa-grant", city.NationOfficer,
                    new { reference = "INZ/2025-4711", from = "2024-02-01", to = "2025-01-31", number = "V1" });
                if (name == "appealVisa") await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/visa-refusal", city.NationOfficer,
                    new { reference = "INZ/2025-4711", reasons = new[] { "documents-missing" }, appealUntil = "2190-01-01" });
                break;
            case "endHostSituation":
                await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/situation", city.Officer,
                new { situation = "abroad", since = "2024-02-01", document = "letter/1" }); break;
            case "reinstateHost":
                await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/suspension", city.Officer,
                new { reason = "safeguarding" }); break;
        }

        var round = path.Contains("{round}", StringComparison.Ordinal) ? name.Contains("NationRound", StringComparison.Ordinal)
            ? (await gateway.Ok(HttpMethod.Post, $"/v1/nations/{city.Id.Nation}/rounds", city.NationOfficer,
                new { until = DateTime.UtcNow.AddHours(1), answerDays = 3 })).Id!
            : (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/rounds", city.Officer,
                new { until = DateTime.UtcNow.AddHours(1), answerDays = 3 })).Id! : "";
        if (name is "getHostRoundEntry" or "leaveHostRound")
        {
            await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/rounds/{round}/entry", city.HostToken(host),
                new { ranking = new[] { migrant } });
        }

        if (name is "getMigrantRoundEntry" or "leaveMigrantRound")
        {
            await gateway.Ok(HttpMethod.Put, $"/v1/migrants/{migrant}/rounds/{round}/entry", city.MigrantToken(migrant),
                new { ranking = new[] { host } });
        }


        var payout = path.Contains("{payout}", StringComparison.Ordinal) || name is "readBankFile" or "readPayee" or "getPayingAccount"
            ? await Payout(city, host, migrant, name) : "";

        var (ballot, paper) = path.Contains("{ballot}", StringComparison.Ordinal)
            ? name == "castVote" ? await BallotTests.Voting(gateway, city, host)
                : await BallotTests.Open(gateway, city, host, TimeSpan.FromHours(1)) : ("", null);

        var opening = path.Contains("{opening}", StringComparison.Ordinal)
            ? await OpeningTests.Announce(gateway, city, isDrawn: name == "getDraw") : "";

        var (role, token) = name switch
        {
            "decideFloors" or "decideEntryRules" or "listVisas" or "importVisaDecisions" or "grantVisa" or "refuseVisa"
                or "lapseVisa" =>
                (Role.NationOfficer, city.NationOfficer),
            "setStaffNumbers" or "getStaffNumbers" or "getEmployerSignIn" => (Role.Employer,
                gateway.Token(Role.Employer, nation: nation, employer: "acme-orchards", subject: $"{Role.Employer}:{city.Id}")),
            "getOwnHostRecord" => (Role.Host, city.HostToken(host)),
            "getOwnSignIn" or "joinSignIn" => (Role.Newcomer, gateway.Token(Role.Newcomer, subject: $"{Role.Newcomer}:{city.Id}")),
            "getOwnMigrantRecord" => (Role.Migrant, city.MigrantToken(migrant)),
            "confirmEmployment" or "contestEmployment" => (Role.Migrant, city.MigrantToken(migrant)),
            "linkMigrant" or "unlinkMigrant" or "dismissNationDuplicate" or "reopenNationDuplicate" or "listNationDuplicates"
                or "listNationDismissedDuplicates" or "listNationPersonLinks" or "listNationSharedContacts" or
            "openNationRound" or "cancelNationRound" or
            "openCity" or "decideExchangeRateSources" or "importExchangeRates" or "decideRemittanceOffers" or "decideCap" or "pauseNation"
                or "resumeNation" => (Role.NationOfficer, city.NationOfficer),
            "changeHost" or "giveUpPlace" or "endSponsorship" or "declineSponsorship" or "acceptSponsorship" or "giveConsent"
                or "revokeConsent" or "contestPay" or "setPayoutThreshold" => (Role.Migrant, city.MigrantToken(migrant)),
            "markNews" or "chooseContact" => (Role.Host, city.HostToken(host)),
            "listFailedMessagesOfNation" or "sendMessageOfNationAgain" => (Role.NationOfficer, city.NationOfficer),
            "answerWelfareCheck" or "replyToRuling" or "appealRuling" => (Role.Migrant, city.MigrantToken(migrant)),
            "getMigrantStatement" or "getMigrantPayments" or "getMigrantTaxSummary" => (Role.NationOfficer, city.NationOfficer),
            "setRemittancePlan" or "getRemittancePlan" or "quoteRemittance" or "getMonthRemittances" or "nameBeneficiary"
                or "listBeneficiaries" or "removeBeneficiary" or "provideOwnAccount" or "readOwnAccount" or "instructRemittances"
                or "getInstructedRemittances" or "getRemittanceFile" or "readRemittanceBankFile" or "instructProviderRemittances"
                or "getProviderRemittances" or "getProviderFile" or "readProviderFile" =>
                (Role.Migrant, city.MigrantToken(migrant)),
            "getMigrantRoundEntry" or "enterMigrantRound" or "leaveMigrantRound" or "acceptMigrantRoundPair" or "declineMigrantRoundPair" or
            "setMigrantProfile" or "getMigrantProfile" or "closeMigrantProfile" or "consentToMigrantTraits" or "withdrawMigrantTraits"
                or "getMigrantTraits" or "searchHosts" or "suggestHosts" or "inviteHost" or "useHostInvitation"
                or "listMigrantSponsorships" =>
                (Role.Migrant, city.MigrantToken(migrant)),
            "getHostRoundEntry" or "enterHostRound" or "leaveHostRound" or "acceptHostRoundPair" or "declineHostRoundPair" or
            "setHostProfile" or "getHostProfile" or "closeHostProfile" or "consentToHostTraits" or "withdrawHostTraits" or "getHostTraits"
                or "searchMigrants" or "suggestMigrants" or "inviteMigrant" or "useMigrantInvitation" or "listHostSponsorships" or
            "proposeSponsorship" or "replyToRefusal" or "withdrawSponsorship" or "issueBallotPaper" or "takeBackNotice" =>
                (Role.Host, city.HostToken(host)),
            // Another officer than the one who declares it here.
            "verifyBaseline" =>
                (Role.CityOfficer, gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"second@{city.Id}")),
            _ when OfOthers.Contains(name) => (Role.NationOfficer, city.NationOfficer),
            _ => (Role.CityOfficer, city.Officer),
        };
        var subject = role switch
        {
            Role.NationOfficer => $"{role}:{city.Id.Nation}",
            Role.Migrant => $"{role}:{migrant}",
            Role.Host => $"{role}:{host}",
            _ => $"{role}:{city.Id}"
        };
        var (creditFile, credit) = path.Contains("{credit", StringComparison.Ordinal)
            ? await new CollectionTests(gateway).SetAside(city) : ("", "");
        var target = path.Replace("{city}", city.Id.Value).Replace("{nation}", nation).Replace("{host}", host).Replace("{migrant}", migrant)
            .Replace("{person}", host)
            .Replace("{household}", household).Replace("{sponsorship}", sponsorship).Replace("{import}", import)
            .Replace("{concern}", concern).Replace("{ruling}", ruling).Replace("{payout}", payout).Replace("{period}", "2024-02")
            .Replace("{year}", "2024").Replace("{month}", "2024-02").Replace("{currency}", "NZD").Replace("{beneficiary}", beneficiary)
            .Replace("{dependant}", dependant).Replace("{code}", "forbidden")
            .Replace("{pay}", PayId.Of(name == "settleDeductionFindings" ? Rented : Pay)).Replace("{offer}", Sample.RemittanceOffer.Value)
            .Replace("{creditFile}", creditFile).Replace("{credit}", credit)
            .Replace("{round}", round).Replace("{ballot}", ballot).Replace("{opening}", opening)
            .Replace("{employer}", EmployerId.Of(city.Id.Nation, "acme-orchards").Value);
        if (name.StartsWith("read", StringComparison.Ordinal)
            && name is not ("readFeed" or "readBankFile" or "readRemittanceBankFile" or "readProviderFile" or "readOwnAccount"))
        {
            target += "?purpose=eligibility-check";
        }

        if (name == "readVisaNumber") target += "&reference=INZ/2025-4711";

        if (name == "getPaymentFile") target += "?purpose=send-to-bank";
        if (name.StartsWith("erase", StringComparison.Ordinal)) target += "?reason=request-of-person";
        if (name == "importExchangeRates") target += "?source=ecb";
        if (name is "searchHosts" or "suggestHosts" or "listMigrantSponsorships") target += $"?city={city.Id}";
        if (name == "getEarningsToPay") target += "?year=1&month=1";
        if (name == "findExchangeRate") target += "?from=PHP&to=NZD&on=2024-02-01";
        var headers = new List<(string, string)>();
        if (path.StartsWith("/v1/", StringComparison.Ordinal)
            && name is not ("issueDevelopmentToken" or "castVote" or "getBallot" or "getOpening" or "getDraw"))
        {
            headers.Add(("Authorization", $"Bearer {token}"));
        }

        byte[]? body = null;
        if (operation["requestBody"] is not null)
        {
            var (media, content) = operation["requestBody"]!["content"]!.AsObject().First();
            var example = content!["example"] is { } shown ? media == "application/json" ? shown.ToJsonString() : (string)shown! : "{}";
            example = name == "openCity"
                ? example.Replace(Sample.City.Value, $"nz-n{Guid.NewGuid().ToString("N")[..10]}")
                : example.Replace(Sample.OtherHost.Value, otherHost).Replace(Sample.OtherMigrant.Value, otherMigrant)
                    .Replace(Sample.Host.Value, host).Replace(Sample.Migrant.Value, migrant).Replace(Sample.Household.Value, household)
                    .Replace(Sample.City.Value, city.Id.Value);
            if (name is "useHostInvitation" or "useMigrantInvitation")
            {
                var (side, inviter, inviterToken) = name == "useHostInvitation"
                    ? ("hosts", host, city.HostToken(host)) : ("migrants", migrant, city.MigrantToken(migrant));
                example = $$"""{"code":"{{(await gateway.Ok(HttpMethod.Post, $"/v1/{side}/{inviter}/invitations", inviterToken, new { days = 3 })).Json["code"]}}"}""";
            }

            if (beneficiary.Length > 0)
            {
                example = example.Replace(Sample.Beneficiary.Value, beneficiary).Replace($"{Sample.Day:yyyy-MM-dd}", "2024-02-01");
            }

            if (name == "joinSignIn")
            {
                var issued = await gateway.Ok(HttpMethod.Post, $"/v1/people/{host}/sign-in-codes", city.Officer,
                    new { way = "hand", days = 3 });
                example = JsonSerializer.Serialize(new { code = (string?)issued.Json["code"] }, JsonSerializerOptions.Web);
            }

            if (name == "setStaffNumbers")
            {
                var employed = await city.Arrived(host, migrant);
                await city.Name(employed, "acme-orchards");
                var named = JsonNode.Parse(example)!;
                named["numbers"]![0]!["sponsorship"] = employed;
                example = named.ToJsonString();
            }

            if (name == "noteWelfareVisit") example = $$"""{"on":"{{DateTime.UtcNow.AddHours(12):yyyy-MM-dd}}"}""";
            if (name == "markNews")
            {
                await city.Checking(host, migrant);
                var entry = (string)(await gateway.Ok(HttpMethod.Get, "/v1/inbox", token)).Json["items"]![0]!["id"]!;
                example = $$"""{"entries":["{{entry}}"],"state":"read"}""";
            }

            if (name is "sendMessageAgain" or "sendMessageOfNationAgain") example = await InboxTests.Failed(gateway, city, host, migrant);
            if (name == "moveHost") example = example.Replace("nz-wlg", (await gateway.NewCity()).Id.Value);
            if (name == "openPayout") example = example.Replace($"{Sample.Day:yyyy-MM-dd}", $"{DateTime.UtcNow.AddDays(3):yyyy-MM-dd}");
            if (name == "readBankFile") example = example.Replace(Sample.Payout.Message, PayoutId.Parse(payout).Message);
            // A month closes with the clock alone, so nothing is instructed here; a statement that names other payments is read all the
            // same.
            if (name == "readRemittanceBankFile") example = PayoutTests.Statement("S1", "");
            if (name == "issueBallotPaper") example = JsonSerializer.Serialize(new { blinded = paper!.Blinded }, JsonSerializerOptions.Web);
            if (name == "castVote") example = JsonSerializer.Serialize(paper!.Vote(100, 2), JsonSerializerOptions.Web);
            if (name == "openBallot")
            {
                example = JsonSerializer.Serialize(
                    new
                    {
                        places = 5, legalBasis = "Charter", papersUntil = DateTime.UtcNow.AddDays(2), until = DateTime.UtcNow.AddDays(9),
                        quorumPercent = 20
                    },
                    JsonSerializerOptions.Web);
            }

            if (name is "openRound" or "openNationRound")
            {
                example = JsonSerializer.Serialize(new { until = DateTime.UtcNow.AddDays(9), answerDays = 3 }, JsonSerializerOptions.Web);
            }

            if (name == "announceOpening")
            {
                example = JsonSerializer.Serialize(new { legalBasis = "Charter", until = DateTime.UtcNow.AddDays(9) },
                    JsonSerializerOptions.Web);
            }

            // A document belongs to one person.
            example = example.Replace("LA000000", $"LA{Guid.NewGuid():N}").Replace("P0000000A", $"P{Guid.NewGuid():N}");
            // A profile is chosen for the future.
            if (name == "recordArrival") example = example.Replace($"{Sample.Day:yyyy-MM-dd}", "2024-02-01");
            if (name == "chooseDeductionProfile")
            {
                example = example.Replace($"\"from\":\"{Sample.Day:yyyy-MM-dd}\"", $"\"from\":\"{DateTime.UtcNow.AddDays(2):yyyy-MM-dd}\"");
            }

            body = Encoding.UTF8.GetBytes(example);
            headers.Add(("Content-Type", media));
        }

        return (new(method, target, headers, body),
            headers.Any(h => h.Item1 == "Authorization") ? gateway.Ids.OfSubject(DevelopmentIssuer.Name, subject) : null);
    }

    // The offers are those of the document, and the same for every test that asks for them.
    private async Task<string> Beneficiary(TestCity city, string migrant)
    {
        var offer = new
        {
            id = Sample.RemittanceOffer.Value, provider = "Example Bank", from = "NZD", to = "PHP",
            fixedFee = new { amount = "25.00", currency = "NZD" }, feeHundredths = 0, marginHundredths = 350, validFrom = "2024-01-01",
            source = "made up"
        };
        await gateway.Ok(HttpMethod.Put, $"/v1/nations/{city.Id.Nation}/remittance-offers", city.NationOfficer,
            new { offers = new[] { offer } });
        return (await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/beneficiaries", city.MigrantToken(migrant),
            new
            {
                name = "Ligaya", relation = "parent", accountNumber = "1", bic = "BNORPHMM",
                address = new { town = "Manila", country = "PH" }, currency = "PHP"
            })).Id!;
    }

    private async Task<string> Concern(TestCity city, string migrant, string sponsorship, string host, string operation)
    {
        if (sponsorship.Length == 0) sponsorship = await city.Arrived(host, migrant);
        var id = (await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/concerns", city.MigrantToken(migrant),
            new { kind = "housing", text = "Amag.", language = "tl" })).Id!;
        if (operation is "closeConcern" or "reopenConcern")
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/triage", city.Officer, new { kind = "housing", urgency = "urgent" });
        }

        if (operation is "reopenConcern")
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/closure", city.Officer, new { outcome = "resolved" });
        }

        return id;
    }

    private async Task<string> Ruling(TestCity city, string host, string migrant, string operation)
    {
        var id = await city.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/checks", city.Officer,
            new { kind = "background", outcome = "failed", reason = "criminal-record", on = "2024-02-02", text = "See the file." });
        var ruling = await city.Ruling(id);
        if (operation is "replyToRuling" or "getRuling" or "readRulingTexts") return ruling;
        foreach (var side in new[] { city.HostToken(host), city.MigrantToken(migrant) })
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/rulings/{ruling}/reply", side, new { text = "No." });
        }

        if (operation is "decideRuling") return ruling;
        await gateway.Ok(HttpMethod.Post, $"/v1/rulings/{ruling}/decision",
            gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"second@{city.Id}"), new { outcome = "made" });
        if (operation is "decideAppeal")
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/rulings/{ruling}/appeal", city.HostToken(host), new { text = "No." });
        }

        return ruling;
    }

    private async Task<string> Payout(TestCity city, string host, string migrant, string operation)
    {
        var payouts = new PayoutTests(gateway);
        await payouts.Collected(city, host, migrant);
        var payout = await payouts.Open(city);
        if (operation is not ("instructPayout" or "cancelPayout"))
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/payouts/{payout}/instruction", city.Officer, new { });
        }

        return payout;
    }

    private static readonly PayReport Pay =
        new(Employers.None, new(2024, 2, 1), new(2024, 2, 7), PayFrequency.Week, Money.Parse("100.00", Currency.Parse("NZD")));

    private static readonly PayReport Rented =
        Pay with { Others = [new(DeductionKind.Rent, Money.Parse("25.00", Currency.Parse("NZD")))] };

    // Half of the 100.00 that are collected is the levy.
    private async Task Levied(TestCity city, string sponsorship)
    {
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/earnings", city.Officer,
            new { year = 1, month = 1, earned = new { amount = "9000.00", currency = "NZD" } });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/collections", city.Officer,
            new { reference = "feb", amount = new { amount = "100.00", currency = "NZD" }, on = "2024-02-10" });
    }

    private async Task Claimed(TestCity city, string sponsorship, string host, string operation)
    {
        var rule = new
        {
            kind = "unemployment-support", above = new { amount = "0.00", currency = "NZD" }, part = "1/2",
            atMost = new { amount = "10.00", currency = "NZD" }, source = "bylaw/1"
        };
        await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/loss-fund/rules", city.Officer, new { rules = new[] { rule } });
        if (operation == "claimLoss") return;
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/losses", city.HostToken(host),
            new { kind = "unemployment-support", loss = new { amount = "700.00", currency = "NZD" }, evidence = "receipts/1" });
    }

    // What others take needs a consent.
    private static readonly object Strict = new
    {
        id = "strict", version = 1, jurisdiction = "NZ", validFrom = "2024-01-01", source = "made up", currency = "NZD", basis = "gross",
        consentNeeded = false, limits = new[] { new { limit = "percentage-cap", percentHundredths = 2500 } },
        others = new[] { new { kind = "rent", needsConsent = true } },
    };

    private async Task<string> State(TestCity city, string host, string migrant, string operation)
    {
        var path = "/v1/sponsorships/";
        switch (operation)
        {
            case "acceptSponsorship" or "declineSponsorship" or "withdrawSponsorship":
                return await city.Proposed(host, migrant);
            case "seePaper":
                var shown = await city.Proposed(host, migrant);
                await gateway.Ok(HttpMethod.Post, $"{path}{shown}/acceptance",
                    gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"second@{city.Id}"),
                    new { by = "migrant", paper = "form/1" });
                return shown;
            case "takeBackNotice" or "stopNotice":
                var noticed = await city.Arrived(host, migrant);
                await gateway.Ok(HttpMethod.Post, $"{path}{noticed}/notice", city.HostToken(host), new { });
                return noticed;
            case "takeBackActivation":
                var active = await city.Arrived(host, migrant);
                await gateway.Ok(HttpMethod.Post, $"{path}{active}/activation",
                    gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"second@{city.Id}"), new { });
                return active;
            case "recordCheck" or "refuseSponsorship":
                return await city.Checking(host, migrant);
            case "replyToRefusal" or "readReply" or "reopenSponsorship":
                var refused = await city.Checking(host, migrant);
                await gateway.Ok(HttpMethod.Post, $"{path}{refused}/refusal", city.Officer,
                    new { reasons = new[] { "conditions-not-met" } });
                if (operation == "readReply") await gateway.Ok(HttpMethod.Post, $"{path}{refused}/reply", city.HostToken(host),
                    new { text = "But they are." });
                return refused;
            case "recordArrival":
                return await city.Granted(host, migrant);
            default:
                var arrived = await city.Granted(host, migrant);
                await gateway.Ok(HttpMethod.Post, $"{path}{arrived}/arrival", city.Officer, new { on = "2024-02-01" });
                if (operation is "endEmployment" or "confirmEmployment" or "contestEmployment" or "upholdEmployment"
                    or "settleEmploymentFlags")
                {
                    await gateway.Ok(HttpMethod.Post, $"{path}{arrived}/employments", city.Officer,
                        new { employer = "acme-orchards", from = "2025-11-03" });
                }

                if (operation == "upholdEmployment") await gateway.Ok(HttpMethod.Post, $"{path}{arrived}/employment-contest",
                    city.MigrantToken(migrant), new { employer = "acme-orchards", from = "2025-11-03" });
                if (operation == "settleDeductionFindings")
                {
                    var rent = new { kind = "rent", amount = new { amount = "25.00", currency = "NZD" } };
                    await gateway.Ok(HttpMethod.Post, $"{path}{arrived}/pays", city.Officer, new
                    {
                        from = Pay.From, to = Pay.To, frequency = "week", gross = new { amount = "100.00", currency = "NZD" },
                        others = new[] { rent }
                    });
                }

                if (operation is "correctPay" or "withdrawPay" or "contestPay" or "replyToContest" or "decideContest"
                    or "readContestTexts")
                {
                    await gateway.Ok(HttpMethod.Post, $"{path}{arrived}/pays", city.Officer,
                        new { from = Pay.From, to = Pay.To, frequency = "week", gross = new { amount = "100.00", currency = "NZD" } });
                }

                if (operation is "replyToContest" or "decideContest" or "readContestTexts") await gateway.Ok(HttpMethod.Post,
                    $"{path}{arrived}/pays/{PayId.Of(Pay)}/contest", city.MigrantToken(migrant), new { reason = "not-paid" });
                if (operation is "collectShare"
                    or "reverseCollection") await gateway.Ok(HttpMethod.Post, $"{path}{arrived}/earnings", city.Officer,
                        new { year = 1, month = 1, earned = new { amount = "9000.00", currency = "NZD" } });
                if (operation == "reverseCollection") await gateway.Ok(HttpMethod.Post, $"{path}{arrived}/collections", city.Officer,
                    new { reference = "2025-12/kiwi-orchards", amount = new { amount = "1.00", currency = "NZD" }, on = "2024-03-01" });
                return arrived;
        }
    }
}
