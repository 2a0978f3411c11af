namespace VipOrleans.Gateway.Tests.Access;

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Tests.Payments;

/// <summary>Asks every endpoint as every role, tied to what the request is about and tied elsewhere.</summary>
public sealed class AccessTests(TestGateway gateway)
{
    private const string Everyone =
        "host guardian other-host migrant other-migrant officer sibling-officer foreign-officer nation foreign-nation auditor "
            + "nation-auditor sibling-auditor foreign-auditor employer unnamed-employer foreign-employer newcomer";

    private const string WithInbox =
        "host guardian other-host migrant other-migrant officer sibling-officer foreign-officer nation foreign-nation employer "
            + "unnamed-employer foreign-employer";

    // Who may do what, written out by hand: the endpoints' own declarations are what is tested here. 'sibling' is another city of the same
    // nation.
    private static readonly (string Operation, string Allowed)[] Table =
    [
        ("GET /v1/nations/{nation}", Everyone),
        ("GET /v1/sign-in", "newcomer"),
        ("POST /v1/sign-in", "newcomer"),
        ("POST /v1/people/{person}/sign-in-codes", "migrant officer sibling-officer nation"),
        ("POST /v1/people/{person}/sign-in-code-revocation", "migrant officer sibling-officer nation"),
        ("GET /v1/people/{person}/sign-ins", "migrant officer sibling-officer nation"),
        ("POST /v1/people/{person}/sign-in-dismissals", "migrant officer sibling-officer nation"),
        ("PUT /v1/nations/{nation}/cap", "nation"),
        ("PUT /v1/nations/{nation}/floors", "nation"),
        ("PUT /v1/nations/{nation}/entry-rules", "nation"),
        ("GET /v1/nations/{nation}/visas", "nation nation-auditor"),
        ("POST /v1/nations/{nation}/visa-decisions", "nation"),
        ("POST /v1/hosts/{host}/age-verification", "officer"),
        ("GET /v1/hosts/{host}/home", "host guardian officer nation auditor nation-auditor"),
        ("PUT /v1/hosts/{host}/home", "host guardian officer"),
        ("POST /v1/migrants/{migrant}/dependants", "migrant officer sibling-officer nation"),
        ("GET /v1/migrants/{migrant}/dependants", "migrant officer sibling-officer nation"),
        ("DELETE /v1/migrants/{migrant}/dependants/{dependant}", "migrant officer sibling-officer nation"),
        ("POST /v1/hosts/{host}/situation", "officer"),
        ("POST /v1/hosts/{host}/situation-end", "officer"),
        ("POST /v1/migrants/{migrant}/age-verification", "officer sibling-officer nation"),
        ("GET /v1/migrants/{migrant}/visas", "migrant officer sibling-officer nation nation-auditor"),
        ("POST /v1/migrants/{migrant}/visas", "migrant officer sibling-officer nation"),
        ("POST /v1/migrants/{migrant}/visa-grant", "nation"),
        ("POST /v1/migrants/{migrant}/visa-refusal", "nation"),
        ("POST /v1/migrants/{migrant}/visa-appeal", "migrant officer sibling-officer"),
        ("POST /v1/migrants/{migrant}/visa-lapse", "nation"),
        ("POST /v1/migrants/{migrant}/visa-withdrawal", "migrant officer sibling-officer"),
        ("GET /v1/migrants/{migrant}/visa-number", "migrant officer sibling-officer nation"),
        ("GET /v1/nations/{nation}/floor-breaches", "officer sibling-officer nation nation-auditor"),
        ("POST /v1/nations/{nation}/pause", "nation"),
        ("POST /v1/nations/{nation}/resume", "nation"),
        ("POST /v1/cities", "nation"),
        ("GET /v1/cities/{city}", Everyone),
        ("PUT /v1/cities/{city}/quota", "officer nation"),
        ("POST /v1/cities/{city}/quota-confirmation", "officer nation"),
        ("PUT /v1/cities/{city}/policy", "officer"),
        ("PUT /v1/cities/{city}/deduction-profile", "officer nation"),
        ("POST /v1/cities/{city}/pause", "officer nation"),
        ("POST /v1/cities/{city}/resume", "officer nation"),
        ("GET /v1/cities/{city}/summary", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/hosts", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/migrants", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/sponsorships", "officer nation auditor nation-auditor"),
        ("GET /v1/hosts/{host}/sponsorships", "host guardian"),
        ("GET /v1/migrants/{migrant}/sponsorships", "migrant"),
        ("GET /v1/cities/{city}/employments", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/deduction-findings", "officer nation auditor nation-auditor"),
        ("GET /v1/sponsorships/{sponsorship}/deduction-findings", "migrant officer nation auditor nation-auditor"),
        ("POST /v1/nations/{nation}/employers", "officer sibling-officer nation"),
        ("GET /v1/nations/{nation}/employer-sign-in", "employer unnamed-employer"),
        ("GET /v1/employers/{employer}", "officer sibling-officer nation nation-auditor employer"),
        ("POST /v1/employers/{employer}/people", "officer sibling-officer nation"),
        ("POST /v1/employers/{employer}/people-dismissals", "officer sibling-officer nation"),
        ("GET /v1/cities/{city}/feed", "officer nation auditor nation-auditor"),
        ("POST /v1/cities/{city}/earnings-imports", "officer employer unnamed-employer"),
        ("POST /v1/cities/{city}/earnings-trials", "officer employer unnamed-employer"),
        ("GET /v1/cities/{city}/earnings-imports", "officer nation auditor nation-auditor employer unnamed-employer"),
        ("GET /v1/cities/{city}/earnings-imports/{import}", "officer nation auditor nation-auditor employer"),
        ("GET /v1/cities/{city}/earnings-imports/{import}/errors", "officer nation auditor nation-auditor employer"),
        ("GET /v1/cities/{city}/earnings-imports/{import}/bad-rows", "officer nation auditor nation-auditor employer"),
        ("GET /v1/cities/{city}/earnings-imports/{import}/results", "officer nation auditor nation-auditor employer"),
        ("GET /v1/cities/{city}/earnings-imports/{import}/results-file", "officer nation auditor nation-auditor employer"),
        ("GET /v1/cities/{city}/earnings-imports/{import}/events", "officer nation auditor nation-auditor employer"),
        ("POST /v1/cities/{city}/staff-numbers", "employer unnamed-employer"),
        ("GET /v1/cities/{city}/staff-numbers", "employer unnamed-employer"),
        ("POST /v1/cities/{city}/hosts", "officer"),
        ("GET /v1/hosts/{host}", "host guardian officer nation auditor nation-auditor"),
        ("POST /v1/hosts/{host}/suspension", "officer"),
        ("POST /v1/hosts/{host}/reinstatement", "officer"),
        ("GET /v1/hosts/{host}/person", "host officer"),
        ("GET /v1/hosts/{host}/person/accesses", "host officer auditor nation-auditor"),
        ("DELETE /v1/hosts/{host}/person", "host officer"),
        ("POST /v1/hosts/{host}/person/corrections", "host officer"),
        ("GET /v1/hosts/{host}/person/versions", "host officer"),
        ("POST /v1/hosts/{host}/person/erasure-request", "host officer"),
        ("GET /v1/hosts/{host}/record", "host"),
        ("POST /v1/hosts/{host}/moves", "host guardian officer"),
        ("GET /v1/hosts/{host}/move", "host guardian officer nation auditor nation-auditor"),
        ("GET /v1/households/{household}/statement", "host guardian officer nation auditor nation-auditor"),
        ("POST /v1/migrants", "officer sibling-officer nation"),
        ("GET /v1/migrants/{migrant}", "migrant officer sibling-officer nation nation-auditor"),
        ("GET /v1/nations/{nation}/migrants", "officer sibling-officer nation nation-auditor"),
        ("PUT /v1/migrants/{migrant}/baseline", "migrant officer sibling-officer nation"),
        ("POST /v1/migrants/{migrant}/baseline-verification", "officer sibling-officer nation"),
        ("GET /v1/migrants/{migrant}/baselines", "migrant officer sibling-officer nation nation-auditor"),
        ("PUT /v1/nations/{nation}/exchange-rate-sources", "nation"),
        ("GET /v1/nations/{nation}/exchange-rate-sources", Everyone),
        ("POST /v1/nations/{nation}/exchange-rates", "nation"),
        ("GET /v1/nations/{nation}/exchange-rates", Everyone),
        ("PUT /v1/nations/{nation}/remittance-offers", "nation"),
        ("GET /v1/nations/{nation}/remittance-offers", Everyone),
        ("POST /v1/migrants/{migrant}/beneficiaries", "migrant"),
        ("GET /v1/migrants/{migrant}/beneficiaries", "migrant"),
        ("DELETE /v1/migrants/{migrant}/beneficiaries/{beneficiary}", "migrant"),
        ("PUT /v1/migrants/{migrant}/remittance-plan", "migrant"),
        ("GET /v1/migrants/{migrant}/remittance-plan", "migrant"),
        ("POST /v1/migrants/{migrant}/remittance-quotes", "migrant"),
        ("GET /v1/migrants/{migrant}/remittances/{month}", "migrant"),
        ("PUT /v1/migrants/{migrant}/own-account", "migrant"),
        ("GET /v1/migrants/{migrant}/own-account", "migrant"),
        ("POST /v1/migrants/{migrant}/remittances/{month}/{currency}/instruction", "migrant"),
        ("GET /v1/migrants/{migrant}/remittances/{month}/{currency}", "migrant"),
        ("GET /v1/migrants/{migrant}/remittances/{month}/{currency}/pain.001", "migrant"),
        ("POST /v1/migrants/{migrant}/provider-remittances/{month}/{offer}/instruction", "migrant"),
        ("GET /v1/migrants/{migrant}/provider-remittances/{month}/{offer}", "migrant"),
        ("GET /v1/migrants/{migrant}/provider-remittances/{month}/{offer}/instructions.csv", "migrant"),
        ("POST /v1/migrants/{migrant}/provider-files", "migrant"),
        ("POST /v1/migrants/{migrant}/bank-files", "migrant"),
        ("GET /v1/migrants/{migrant}/person", "migrant officer sibling-officer nation"),
        ("GET /v1/migrants/{migrant}/person/accesses", "migrant officer sibling-officer nation nation-auditor"),
        ("DELETE /v1/migrants/{migrant}/person", "migrant officer sibling-officer nation"),
        ("POST /v1/migrants/{migrant}/person/corrections", "migrant officer sibling-officer nation"),
        ("GET /v1/migrants/{migrant}/person/versions", "migrant officer sibling-officer nation"),
        ("POST /v1/migrants/{migrant}/person/erasure-request", "migrant officer sibling-officer nation"),
        ("GET /v1/migrants/{migrant}/record", "migrant"),
        ("POST /v1/sponsorships", "host guardian migrant officer"),
        ("GET /v1/sponsorships/{sponsorship}", "host guardian migrant officer nation auditor nation-auditor"),
        ("GET /v1/sponsorships/{sponsorship}/statement", "host guardian migrant officer nation auditor nation-auditor"),
        ("POST /v1/sponsorships/{sponsorship}/acceptance", "host guardian migrant officer"),
        ("POST /v1/sponsorships/{sponsorship}/paper-sighting", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/notice-withdrawal", "host guardian officer"),
        ("POST /v1/sponsorships/{sponsorship}/notice-stop", "officer nation"),
        ("POST /v1/sponsorships/{sponsorship}/activation-withdrawal", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/decline", "host guardian migrant officer"),
        ("POST /v1/sponsorships/{sponsorship}/withdrawal", "host guardian migrant officer"),
        ("POST /v1/sponsorships/{sponsorship}/checks", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/refusal", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/reply", "host guardian migrant"),
        ("GET /v1/sponsorships/{sponsorship}/reply", "host guardian migrant officer"),
        ("POST /v1/sponsorships/{sponsorship}/reopening", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/arrival", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/activation", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/notice", "host guardian officer"),
        ("POST /v1/sponsorships/{sponsorship}/end", "host guardian migrant officer nation"),
        ("POST /v1/sponsorships/{sponsorship}/employments", "migrant officer"),
        ("POST /v1/sponsorships/{sponsorship}/employment-end", "migrant officer"),
        ("POST /v1/sponsorships/{sponsorship}/employment-confirmation", "migrant"),
        ("POST /v1/sponsorships/{sponsorship}/employment-contest", "migrant"),
        ("POST /v1/sponsorships/{sponsorship}/employment-upholding", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/employment-settlement", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/employer-check", "officer"),
        ("GET /v1/sponsorships/{sponsorship}/employments", "migrant officer nation auditor nation-auditor"),
        ("POST /v1/sponsorships/{sponsorship}/earnings", "officer employer"),
        ("POST /v1/sponsorships/{sponsorship}/earnings-withdrawal", "officer employer"),
        ("GET /v1/sponsorships/{sponsorship}/earnings-to-pay", "officer employer"),
        ("POST /v1/sponsorships/{sponsorship}/pays", "migrant officer employer"),
        ("GET /v1/sponsorships/{sponsorship}/pays", "migrant officer nation auditor nation-auditor employer"),
        ("PUT /v1/sponsorships/{sponsorship}/pays/{pay}", "migrant officer employer"),
        ("DELETE /v1/sponsorships/{sponsorship}/pays/{pay}", "migrant officer employer"),
        ("POST /v1/sponsorships/{sponsorship}/pays/{pay}/contest", "migrant"),
        ("POST /v1/sponsorships/{sponsorship}/pays/{pay}/contest-reply", "officer employer"),
        ("POST /v1/sponsorships/{sponsorship}/pays/{pay}/contest-decision", "officer"),
        ("GET /v1/sponsorships/{sponsorship}/pays/{pay}/contest-texts", "migrant officer"),
        ("POST /v1/sponsorships/{sponsorship}/pays/{pay}/finding-settlement", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/collections", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/collection-reversals", "officer"),
        ("GET /v1/cities/{city}/trial-balance", "officer nation auditor nation-auditor"),
        ("GET /v1/sponsorships/{sponsorship}/statements/{period}", "host guardian migrant officer nation auditor nation-auditor"),
        ("GET /v1/hosts/{host}/statements/{period}", "host guardian officer nation auditor nation-auditor"),
        ("GET /v1/households/{household}/statements/{period}", "host guardian officer nation auditor nation-auditor"),
        ("GET /v1/migrants/{migrant}/statements/{period}", "migrant nation nation-auditor"),
        ("GET /v1/cities/{city}/statements/{period}", "officer nation auditor nation-auditor"),
        ("GET /v1/hosts/{host}/tax-summaries/{year}", "host guardian officer nation auditor nation-auditor"),
        ("GET /v1/migrants/{migrant}/tax-summaries/{year}", "migrant nation nation-auditor"),
        ("GET /v1/cities/{city}/employer-tax-summaries/{year}", "officer nation auditor nation-auditor employer unnamed-employer"),
        ("PUT /v1/hosts/{host}/payee", "host guardian officer"),
        ("GET /v1/hosts/{host}/payee", "host guardian officer"),
        ("PUT /v1/hosts/{host}/estate-payee", "officer"),
        ("PUT /v1/migrants/{migrant}/estate-payee", "officer sibling-officer nation"),
        ("GET /v1/hosts/{host}/payments", "host guardian officer nation auditor nation-auditor"),
        ("GET /v1/migrants/{migrant}/payments", "migrant nation nation-auditor"),
        ("PUT /v1/sponsorships/{sponsorship}/payout-threshold", "host guardian migrant"),
        ("GET /v1/cities/{city}/unpaid-shares", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/unpaid-refunds", "officer nation auditor nation-auditor"),
        ("PUT /v1/cities/{city}/loss-fund/rules", "officer"),
        ("POST /v1/cities/{city}/loss-fund/allotments", "officer"),
        ("GET /v1/cities/{city}/loss-fund", "officer nation auditor nation-auditor"),
        ("POST /v1/sponsorships/{sponsorship}/losses", "host guardian officer"),
        ("GET /v1/sponsorships/{sponsorship}/losses", "host guardian officer nation auditor nation-auditor"),
        ("POST /v1/sponsorships/{sponsorship}/loss-decisions", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/fines", "officer"),
        ("GET /v1/sponsorships/{sponsorship}/fines", "host guardian officer nation auditor nation-auditor"),
        ("PUT /v1/cities/{city}/guarantee", "officer"),
        ("GET /v1/cities/{city}/guarantee", "officer nation auditor nation-auditor"),
        ("POST /v1/cities/{city}/guarantee/top-ups", "officer"),
        ("POST /v1/cities/{city}/guarantee/top-up-reversals", "officer"),
        ("PUT /v1/cities/{city}/paying-account", "officer"),
        ("GET /v1/cities/{city}/paying-account", "officer nation auditor nation-auditor"),
        ("POST /v1/cities/{city}/payouts", "officer"),
        ("GET /v1/cities/{city}/payouts", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/payouts/{payout}", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/payouts/{payout}/payments", "officer nation auditor nation-auditor"),
        ("POST /v1/cities/{city}/payouts/{payout}/instruction", "officer"),
        ("GET /v1/cities/{city}/payouts/{payout}/pain.001", "officer auditor nation-auditor"),
        ("POST /v1/cities/{city}/payouts/{payout}/cancellation", "officer"),
        ("POST /v1/cities/{city}/bank-files", "officer"),
        ("POST /v1/cities/{city}/credit-files", "officer"),
        ("POST /v1/cities/{city}/bank-statements", "officer"),
        ("GET /v1/cities/{city}/credit-files", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/credit-files/{creditFile}", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/credit-files/{creditFile}/entries", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/credits", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/credits/{credit}", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/credits/{credit}/parts", "officer nation auditor nation-auditor"),
        ("POST /v1/cities/{city}/credits/{credit}/assignment", "officer"),
        ("POST /v1/cities/{city}/credits/{credit}/release", "officer"),
        ("GET /v1/cities/{city}/employer-dues", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/employer-account", "officer nation auditor nation-auditor employer unnamed-employer"),
        ("GET /v1/cities/{city}/employer-statements/{period}", "officer nation auditor nation-auditor employer unnamed-employer"),
        ("GET /v1/cities/{city}/employer-statements/{period}/file", "officer nation auditor nation-auditor employer unnamed-employer"),
        ("POST /v1/sponsorships/{sponsorship}/concerns", "host guardian migrant officer employer"),
        ("GET /v1/sponsorships/{sponsorship}/concerns", "host guardian migrant officer employer"),
        ("GET /v1/cities/{city}/concerns", "officer nation auditor nation-auditor"),
        ("GET /v1/concerns/{concern}", "migrant officer nation auditor nation-auditor"),
        ("POST /v1/concerns/{concern}/texts", "migrant officer nation"),
        ("GET /v1/concerns/{concern}/texts", "migrant officer nation"),
        ("POST /v1/concerns/{concern}/triage", "officer nation"),
        ("POST /v1/concerns/{concern}/assignment", "officer nation"),
        ("POST /v1/concerns/{concern}/escalation", "migrant officer"),
        ("POST /v1/concerns/{concern}/closure", "officer nation"),
        ("POST /v1/concerns/{concern}/reopening", "migrant officer nation"),
        ("POST /v1/sponsorships/{sponsorship}/absence-reports", "host guardian officer employer"),
        ("GET /v1/sponsorships/{sponsorship}/welfare-check", "migrant officer nation auditor nation-auditor"),
        ("GET /v1/sponsorships/{sponsorship}/welfare-check/texts", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/welfare-check/answer", "migrant"),
        ("POST /v1/sponsorships/{sponsorship}/welfare-check/closure", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/welfare-check/suggestion", "officer"),
        ("POST /v1/sponsorships/{sponsorship}/welfare-check/confirmation", "officer"),
        ("GET /v1/cities/{city}/welfare-checks", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/unreached-welfare-checks", "officer nation auditor nation-auditor"),
        ("POST /v1/sponsorships/{sponsorship}/welfare-check/visit", "officer"),
        ("GET /v1/inbox", WithInbox),
        ("GET /v1/inbox/unread", WithInbox),
        ("POST /v1/inbox/marks", WithInbox),
        ("GET /v1/inbox/contact", WithInbox),
        ("PUT /v1/inbox/contact", WithInbox),
        ("GET /v1/cities/{city}/failed-messages", "officer"),
        ("POST /v1/cities/{city}/failed-messages", "officer"),
        ("GET /v1/nations/{nation}/failed-messages", "nation"),
        ("POST /v1/nations/{nation}/failed-messages", "nation"),
        ("GET /v1/sponsorships/{sponsorship}/rulings", "host guardian migrant officer nation auditor nation-auditor"),
        ("GET /v1/hosts/{host}/rulings", "host guardian officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/rulings", "officer nation auditor nation-auditor"),
        ("GET /v1/rulings/{ruling}", "host guardian migrant officer nation auditor nation-auditor"),
        ("GET /v1/rulings/{ruling}/texts", "host guardian migrant officer nation"),
        ("POST /v1/rulings/{ruling}/reply", "host guardian migrant"),
        ("POST /v1/rulings/{ruling}/decision", "officer nation"),
        ("POST /v1/rulings/{ruling}/appeal", "host guardian migrant"),
        ("POST /v1/rulings/{ruling}/appeal-decision", "officer nation"),
        ("POST /v1/rulings/{ruling}/rescission", "officer nation"),
        ("POST /v1/sponsorships/{sponsorship}/change-of-host", "migrant"),
        ("GET /v1/cities/{city}/grace-periods", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/grace-periods/{migrant}", "migrant officer nation auditor nation-auditor"),
        ("POST /v1/cities/{city}/grace-periods/{migrant}/extension", "officer"),
        ("POST /v1/cities/{city}/grace-periods/{migrant}/status-end", "officer"),
        ("POST /v1/cities/{city}/grace-periods/{migrant}/departure", "migrant"),
        ("POST /v1/cities/{city}/ballots", "officer"),
        ("POST /v1/cities/{city}/ballots/{ballot}/cancellation", "officer"),
        ("PUT /v1/hosts/{host}/ballot-papers/{ballot}", "host"),
        ("POST /v1/cities/{city}/openings", "officer"),
        ("POST /v1/cities/{city}/openings/{opening}/cancellation", "officer"),
        ("GET /v1/sponsorships/{sponsorship}/place", "host guardian migrant officer"),
        ("PUT /v1/hosts/{host}/profile", "host guardian"),
        ("GET /v1/hosts/{host}/profile", "host guardian"),
        ("DELETE /v1/hosts/{host}/profile", "host guardian"),
        ("PUT /v1/hosts/{host}/traits", "host"),
        ("GET /v1/hosts/{host}/traits", "host"),
        ("DELETE /v1/hosts/{host}/traits", "host officer"),
        ("GET /v1/hosts/{host}/migrants", "host guardian"),
        ("GET /v1/hosts/{host}/suggestions", "host guardian"),
        ("POST /v1/hosts/{host}/invitations", "host guardian"),
        ("POST /v1/hosts/{host}/invitation-uses", "host guardian"),
        ("PUT /v1/migrants/{migrant}/profile", "migrant"),
        ("GET /v1/migrants/{migrant}/profile", "migrant"),
        ("DELETE /v1/migrants/{migrant}/profile", "migrant"),
        ("PUT /v1/migrants/{migrant}/traits", "migrant"),
        ("GET /v1/migrants/{migrant}/traits", "migrant"),
        ("DELETE /v1/migrants/{migrant}/traits", "migrant officer sibling-officer nation"),
        ("GET /v1/migrants/{migrant}/hosts", "migrant"),
        ("GET /v1/migrants/{migrant}/suggestions", "migrant"),
        ("POST /v1/migrants/{migrant}/invitations", "migrant"),
        ("POST /v1/migrants/{migrant}/invitation-uses", "migrant"),
        ("POST /v1/cities/{city}/rounds", "officer"),
        ("GET /v1/cities/{city}/rounds", Everyone),
        ("GET /v1/cities/{city}/rounds/{round}", Everyone),
        ("GET /v1/cities/{city}/rounds/{round}/list", Everyone),
        ("POST /v1/cities/{city}/rounds/{round}/cancellation", "officer"),
        ("POST /v1/nations/{nation}/rounds", "nation"),
        ("GET /v1/nations/{nation}/rounds", Everyone),
        ("GET /v1/nations/{nation}/rounds/{round}", Everyone),
        ("GET /v1/nations/{nation}/rounds/{round}/list", Everyone),
        ("POST /v1/nations/{nation}/rounds/{round}/cancellation", "nation"),
        ("GET /v1/hosts/{host}/rounds/{round}/entry", "host guardian"),
        ("PUT /v1/hosts/{host}/rounds/{round}/entry", "host guardian"),
        ("DELETE /v1/hosts/{host}/rounds/{round}/entry", "host guardian"),
        ("POST /v1/hosts/{host}/rounds/{round}/acceptance", "host guardian"),
        ("POST /v1/hosts/{host}/rounds/{round}/decline", "host guardian"),
        ("GET /v1/migrants/{migrant}/rounds/{round}/entry", "migrant"),
        ("PUT /v1/migrants/{migrant}/rounds/{round}/entry", "migrant"),
        ("DELETE /v1/migrants/{migrant}/rounds/{round}/entry", "migrant"),
        ("POST /v1/migrants/{migrant}/rounds/{round}/acceptance", "migrant"),
        ("POST /v1/migrants/{migrant}/rounds/{round}/decline", "migrant"),
        ("GET /v1/cities/{city}/duplicates", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/duplicates/dismissed", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/person-links", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/shared-contacts", "officer nation auditor nation-auditor"),
        ("GET /v1/cities/{city}/hosting-patterns", "officer nation auditor nation-auditor"),
        ("POST /v1/cities/{city}/duplicates/dismissals", "officer nation"),
        ("POST /v1/cities/{city}/duplicates/reopenings", "officer nation"),
        ("GET /v1/nations/{nation}/duplicates", "nation nation-auditor"),
        ("GET /v1/nations/{nation}/duplicates/dismissed", "nation nation-auditor"),
        ("GET /v1/nations/{nation}/person-links", "nation nation-auditor"),
        ("GET /v1/nations/{nation}/shared-contacts", "nation nation-auditor"),
        ("POST /v1/nations/{nation}/duplicates/dismissals", "nation"),
        ("POST /v1/nations/{nation}/duplicates/reopenings", "nation"),
        ("POST /v1/hosts/{host}/links", "officer nation"),
        ("POST /v1/hosts/{host}/unlinks", "officer nation"),
        ("POST /v1/migrants/{migrant}/links", "nation"),
        ("POST /v1/migrants/{migrant}/unlinks", "nation"),
        ("GET /v1/caller", Everyone),
        ("GET /v1/suggestion-weights", Everyone),
        ("POST /v1/sponsorships/{sponsorship}/consent", "migrant"),
        ("POST /v1/sponsorships/{sponsorship}/consent-revocation", "migrant"),
    ];

    [Fact]
    public void The_table_has_every_endpoint_that_needs_a_token()
    {
        var mapped = Endpoints(gateway.App).Where(e => !e.Metadata.GetRequiredMetadata<AccessRule>().IsAnonymous)
            .SelectMany(
            e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(
                m => $"{m} {e.RoutePattern.RawText!.TrimEnd('/')}"));
        Assert.Equal(Table.Select(t => t.Operation).Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_these_endpoints_need_no_token()
    {
        var anonymous = Endpoints(gateway.App).Where(e => e.Metadata.GetRequiredMetadata<AccessRule>().IsAnonymous)
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Distinct();
        Assert.All(anonymous,
            path => Assert.True(
                path is "/" or "/connect/authorize" or "/v1/dev/tokens" or "/v1/nations/{nation}/cities" or "/v1/cities/{city}/ballots"
                    or "/v1/cities/{city}/openings" or "/v1/cities/{city}/ballots/{ballot}" or "/v1/cities/{city}/ballots/{ballot}/vote"
                    or "/v1/cities/{city}/openings/{opening}" or "/v1/cities/{city}/openings/{opening}/draw"
                    || path.StartsWith("/health/", StringComparison.Ordinal) || path.StartsWith("/problems", StringComparison.Ordinal)
            || path.StartsWith("/openapi/", StringComparison.Ordinal) || path.StartsWith("/reference", StringComparison.Ordinal), path));
    }

    [Fact]
    public void Every_endpoint_declares_a_rule_and_one_without_is_found()
    {
        Assert.Empty(GatewayHosting.EndpointsWithoutRule(gateway.App));
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/open", () => "anyone?");
        Assert.Contains("/open", Assert.Single(GatewayHosting.EndpointsWithoutRule(app)));
    }

    [Fact]
    public async Task Each_role_may_do_what_the_table_says_and_nothing_else()
    {
        var world = await World();
        var wrong = new List<string>();
        foreach (var (operation, allowed) in Table)
        {
            var (method, path) = (new HttpMethod(operation.Split(' ')[0]), world.Fill(operation));
            Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(method, path, null, world.Body(operation, null))).Status);
            var answers =
                await Task.WhenAll(
                    world.Callers.Select(c => (c.Key, As: c.Key, Token: c.Value))
                        .Concat(world.Twins.Select(t => (t.Key, t.Value.As, t.Value.Token)))
                        .Select(async c => (Caller: c.Key, c.As, Answer: await Ask(method, path, c.Token, world.Body(operation, c.As)))));
            foreach (var (caller, stranger, answer) in answers)
            {
                var mayAsk = allowed.Split(' ').Contains(stranger);
                var didAsk = answer.Status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized);
                // A request that was let through must have been a real one.
                if (mayAsk != didAsk || (int)answer.Status >= 500 || answer.Status == HttpStatusCode.BadRequest)
                {
                    wrong.Add($"{operation} as {caller}: {(int)answer.Status} {answer.Code}, expected {(mayAsk ? "allowed" : "403")}");
                }

                if (!mayAsk && answer.Code != "forbidden") wrong.Add($"{operation} as {caller}: {answer.Text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Whoever_is_alike_at_another_issuer_is_nobody()
    {
        var world = await World();
        // It is the issuer alone that makes the difference.
        await gateway.Ok(HttpMethod.Get, $"/v1/cities/{world.City.Id}/summary", IssuedBy(DevelopmentIssuer.Name, world.City.Officer));
        foreach (var (operation, _) in Table)
        {
            var (method, path) = (new HttpMethod(operation.Split(' ')[0]), world.Fill(operation));
            foreach (var (caller, token) in world.Callers)
            {
                var answer = await Ask(method, path, IssuedBy("https://another.example", token), world.Body(operation, caller));
                Assert.True(answer is { Status: HttpStatusCode.Unauthorized, Code: "not-authenticated" },
                    $"{operation} as {caller}: {answer.Text}");
            }
        }
    }

    // A role, and what the twin of one who raised a concern is: the same id elsewhere.
    [Theory]
    [InlineData(Role.Employer)]
    [InlineData(Role.Migrant)]
    [InlineData(Role.Host)]
    public async Task The_twin_of_whoever_raised_a_concern_is_a_stranger_to_it(Role role)
    {
        var world = await World();
        var (raiser, twins) = role switch
        {
            Role.Employer => ("employer", new[] { "employer in another nation" }),
            Role.Migrant => ("migrant", ["migrant in another nation"]),
            _ => ("host", ["host in another city", "host in another nation"]),
        };
        var token = world.Callers[raiser];
        var concern = (await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{world.Sponsorship}/concerns", token,
            new { kind = "exploitation", text = "He is not paid." })).Id!;
        (HttpMethod Method, string Path, object? Body)[] requests =
        [
            (HttpMethod.Get, $"/v1/concerns/{concern}", null),
            (HttpMethod.Get, $"/v1/concerns/{concern}/texts?purpose=own", null),
            (HttpMethod.Post, $"/v1/concerns/{concern}/texts", new { text = "More." }),
            (HttpMethod.Post, $"/v1/concerns/{concern}/escalation", new { reason = "asked-for" }),
            (HttpMethod.Get, $"/v1/sponsorships/{world.Sponsorship}/concerns", null),
        ];
        foreach (var (method, path, body) in requests)
        {
            foreach (var twin in twins)
            {
                (await gateway.Send(method, path, world.Twins[twin].Token, body)).MustBe(HttpStatusCode.Forbidden, "forbidden");
            }

            await gateway.Ok(method, path, token, body);
        }
    }

    [Fact]
    public async Task An_employer_that_is_not_named_cannot_tell_a_sponsorship_from_one_that_does_not_exist()
    {
        var world = await World();
        var absent = SponsorshipId.From(world.City.Id, "nobody's").Value;
        var operations = Table.Where(t => t.Operation.Contains("{sponsorship}", StringComparison.Ordinal)).ToArray();
        Assert.Contains(operations, t => t.Allowed.Contains("employer", StringComparison.Ordinal));
        foreach (var (operation, _) in operations)
        {
            var method = new HttpMethod(operation.Split(' ')[0]);
            var seen = new HashSet<string>();
            foreach (var (caller, sponsorship) in new[] { ("unnamed-employer", world.Sponsorship), ("unnamed-employer", absent),
                ("employer", absent), ("foreign-employer", world.Sponsorship), ("foreign-employer", absent) })
            {
                var path = world.Fill(operation).Replace(world.Sponsorship, sponsorship);
                var answer = await gateway.Send(method, path, world.Callers[caller], world.Body(operation, null));
                answer.MustBe(HttpStatusCode.Forbidden, "forbidden");
                seen.Add($"{(string?)answer.Json["title"]} {(string?)answer.Json["detail"]} {answer.ETag}");
            }

            Assert.Single(seen);
        }
    }

    [Fact]
    public async Task A_thing_of_another_city_is_forbidden_whether_it_exists_or_not()
    {
        var (own, other) = (await gateway.NewCity(), await gateway.NewCity());
        var there = await other.Host();
        var absent = HostId.From(other.Id, "nobody").Value;
        foreach (var host in new[] { there, absent })
        {
            (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}", own.Officer)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        }

        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{absent}", other.Officer)).MustBe(HttpStatusCode.NotFound, "host-not-found");
    }

    [Fact]
    public async Task A_party_cannot_act_for_the_other_side_and_an_officer_says_for_which()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Proposed(host, migrant);
        var path = $"/v1/sponsorships/{id}/acceptance";
        (await gateway.Send(HttpMethod.Post, path, city.HostToken(host), new { by = "migrant" }))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new { })).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, path, city.HostToken(host), new { })).MustBe(HttpStatusCode.Conflict, "own-proposal");
        (await gateway.Send(HttpMethod.Post, path, city.MigrantToken(migrant), new { paper = "form/1" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new { by = "migrant" })).MustBe(HttpStatusCode.Conflict, "paper-missing");
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new { by = "migrant", paper = "form/1" })).MustBe(HttpStatusCode.OK);
        // It is no yes before another officer has seen the paper, and the migrant sees who acted in their name.
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/paper-sighting", city.Officer, new { by = "migrant" }))
            .MustBe(HttpStatusCode.Conflict, "same-officer");
        var second = gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"second@{city.Id}");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/paper-sighting", second, new { by = "migrant" });
        var seen = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}", city.MigrantToken(migrant))).Json;
        Assert.Equal(("checking", "accepted", "form/1"),
            ((string?)seen["status"], (string?)seen["inName"]![0]!["act"], (string?)seen["inName"]![0]!["paper"]));
        Assert.NotEqual((string?)seen["inName"]![0]!["by"], (string?)seen["inName"]![0]!["seenBy"]);
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}", city.HostToken(host))).Json["inName"]!.AsArray());
    }

    private static IEnumerable<RouteEndpoint> Endpoints(WebApplication app) =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private async Task<Answer> Ask(HttpMethod method, string path, string? token, object? body)
    {
        if (!path.EndsWith("/feed", StringComparison.Ordinal) || token is null) return await gateway.Send(method, path, token, body);
        // A feed that is allowed does not end; its first bytes are enough.
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new("Bearer", token) } };
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new(response.StatusCode, response.IsSuccessStatusCode ? [] : await response.Content.ReadAsByteArrayAsync(), response.Headers,
            response.Content.Headers);
    }

    private async Task<MatrixWorld> World()
    {
        var city = await gateway.NewCity("fj", policy: new { minorsMayHost = true });
        var (sibling, foreign) = (await gateway.NewCity("fj"), await gateway.NewCity("ws"));
        var guardian = await city.Host();
        var household = (string)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{guardian}", city.Officer)).Json["household"]!;
        var host = await city.Host(household, guardian);
        var (migrant, otherMigrant, otherHost) = (await city.Migrant(), await city.Migrant(), await city.Host());
        var sponsorship = await city.Proposed(host, migrant);
        await city.Name(sponsorship, "acme");
        var import = await city.Import($"sponsorship,year,month,earned,currency\n{sponsorship},1,1,1.00,FJD\n", city.Employer("acme"));
        var concern =
            (await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/concerns", city.MigrantToken(migrant),
                new { kind = "money", text = "E dua na leqa.", language = "fj" })).Id!;
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/checks", city.Officer,
            new { kind = "health-insurance", outcome = "failed", reason = "insurance-missing", on = "2024-01-01" });
        var ruling = await city.Ruling(sponsorship);
        string Of(Role role, string? c = null, string? n = null) => gateway.Token(role, city: c, nation: n);
        return new(city, household, host, migrant, sponsorship, import, concern, ruling, new()
        {
            ["host"] = city.HostToken(host),
            ["guardian"] = city.HostToken(guardian),
            ["other-host"] = city.HostToken(otherHost),
            ["migrant"] = city.MigrantToken(migrant),
            ["other-migrant"] = city.MigrantToken(otherMigrant),
            ["officer"] = city.Officer,
            ["sibling-officer"] = sibling.Officer,
            ["foreign-officer"] = foreign.Officer,
            ["nation"] = city.NationOfficer,
            ["foreign-nation"] = foreign.NationOfficer,
            ["auditor"] = Of(Role.Auditor, c: city.Id.Value),
            ["nation-auditor"] = Of(Role.Auditor, n: "fj"),
            ["sibling-auditor"] = Of(Role.Auditor, c: sibling.Id.Value),
            ["foreign-auditor"] = Of(Role.Auditor, n: "ws"),
            // Runs the machines: in no line of the table.
            ["operator"] = Of(Role.Operator),
            ["employer"] = city.Employer("acme"),
            ["unnamed-employer"] = city.Employer("beta"),
            ["foreign-employer"] = gateway.Token(Role.Employer, nation: "ws", employer: "beta"),
            ["newcomer"] = gateway.Token(Role.Newcomer, subject: $"newcomer-of-{city.Id}"),
        }, new()
        {
            // Who has the same id or the same subject, tied elsewhere, and as whom they are to be answered.
            ["host in another city"] = (city.HostToken(Elsewhere(host, sibling)), "other-host"),
            ["host in another nation"] = (city.HostToken(Elsewhere(host, foreign)), "other-host"),
            ["guardian in another city"] = (city.HostToken(Elsewhere(guardian, sibling)), "other-host"),
            ["guardian in another nation"] = (city.HostToken(Elsewhere(guardian, foreign)), "other-host"),
            ["migrant in another nation"] = (city.MigrantToken(migrant.Replace("fj.", "ws.")), "other-migrant"),
            ["officer in another city"] =
                (gateway.Token(Role.CityOfficer, city: sibling.Id.Value, subject: Subject(city.Officer)), "sibling-officer"),
            ["officer in another nation"] =
                (gateway.Token(Role.CityOfficer, city: foreign.Id.Value, subject: Subject(city.Officer)), "foreign-officer"),
            ["nation in another nation"] =
                (gateway.Token(Role.NationOfficer, nation: "ws", subject: Subject(city.NationOfficer)), "foreign-nation"),
            ["auditor in another city"] =
                (gateway.Token(Role.Auditor, city: sibling.Id.Value, subject: $"{Role.Auditor}:{city.Id}"), "sibling-auditor"),
            ["auditor in another nation"] =
                (gateway.Token(Role.Auditor, nation: "ws", subject: $"{Role.Auditor}:{city.Id}"), "foreign-auditor"),
            ["nation-auditor in another nation"] =
                (gateway.Token(Role.Auditor, nation: "ws", subject: $"{Role.Auditor}:fj"), "foreign-auditor"),
            ["employer in another nation"] = (gateway.Token(Role.Employer, nation: "ws", employer: "acme"), "foreign-employer"),
            ["employer with an officer's subject"] =
                (gateway.Token(Role.Employer, nation: "fj", employer: "beta", subject: Subject(city.Officer)), "unnamed-employer"),
        });

        static string Elsewhere(string id, TestCity there) => $"{there.Id}{id[id.IndexOf('.', StringComparison.Ordinal)..]}";
        static string Subject(string token) => new JsonWebToken(token).Subject;
    }

    // The same claims, signed with the same key.
    private string IssuedBy(string issuer, string token) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Claims = new JsonWebToken(token).Claims.Where(c => c.Type != "iss")
            .ToDictionary(c => c.Type, c => c.Type is "exp" or "nbf" or "iat" ? (object)long.Parse(c.Value) : c.Value),
        SigningCredentials = new(gateway.Issuer.Key, SecurityAlgorithms.EcdsaSha256),
    });

    private sealed record MatrixWorld(TestCity City, string Household, string Host, string Migrant, string Sponsorship, string Import,
        string Concern, string Ruling, Dictionary<string, string> Callers, Dictionary<string, (string Token, string As)> Twins)
    {
        public string Fill(string operation)
        {
            var filled = operation.Split(' ')[1].Replace("{city}", City.Id.Value).Replace("{nation}", City.Id.Nation.Value)
                .Replace("{host}", Host).Replace("{migrant}", Migrant).Replace("{person}", Migrant).Replace("{household}", Household)
                .Replace("{sponsorship}", Sponsorship).Replace("{period}", "2024-02").Replace("{year}", "2024").Replace("{import}", Import)
                .Replace("{concern}", Concern).Replace("{ruling}", Ruling).Replace("{payout}", PayoutId.From(City.Id, "none").Value)
                .Replace("{month}", "2024-02").Replace("{offer}", "wallet").Replace("{ballot}", BallotId.From(City.Id, "none").Value)
                .Replace("{opening}", OpeningId.From(City.Id, "none").Value)
                .Replace("{creditFile}", CreditFileId.From(City.Id, "none").Value)
                .Replace("{credit}", CreditId.From(City.Id, "none").Value)
                .Replace("{currency}", "FJD").Replace("{dependant}", DependantId.From(City.Id.Nation, "nobody").Value)
                .Replace("{beneficiary}", BeneficiaryId.From(City.Id.Nation, "nobody").Value)
                .Replace("{pay}", "pay-1f0c3a7de91b2c4d5e6f").Replace("{round}", RoundId.From(City.Id, "none").Value)
                .Replace("{employer}", EmployerId.Of(City.Id.Nation, "acme").Value);
            if (operation is "GET /v1/migrants/{migrant}/hosts" or "GET /v1/migrants/{migrant}/suggestions"
                or "GET /v1/migrants/{migrant}/sponsorships")
            {
                return $"{filled}?city={City.Id}";
            }

            if (operation == "GET /v1/migrants/{migrant}/dependants") return $"{filled}?purpose=case";

            if (filled.EndsWith("/visa-number", StringComparison.Ordinal)) return $"{filled}?reference=none&purpose=case";

            if (filled.EndsWith("/earnings-to-pay", StringComparison.Ordinal)) return $"{filled}?year=1&month=1";

            if (filled.EndsWith("/exchange-rates", StringComparison.Ordinal))
            {
                return operation.StartsWith("POST", StringComparison.Ordinal)
                    ? $"{filled}?source=ecb" : $"{filled}?from=PHP&to=NZD&on=2024-03-06";
            }

            return operation.StartsWith("DELETE", StringComparison.Ordinal) && filled.EndsWith("/person", StringComparison.Ordinal)
                ? $"{filled}?reason=own-request"
                : operation.StartsWith("GET", StringComparison.Ordinal)
                    && (filled.EndsWith("/person", StringComparison.Ordinal) || filled.EndsWith("/payee", StringComparison.Ordinal)
                        || (filled.EndsWith("/pain.001", StringComparison.Ordinal)
                            && !filled.Contains("/remittances/", StringComparison.Ordinal))
                            || filled.EndsWith("/reply", StringComparison.Ordinal) || filled.EndsWith("/texts", StringComparison.Ordinal)
                            || filled.EndsWith("/contest-texts", StringComparison.Ordinal)
                            || filled.EndsWith("/person/versions", StringComparison.Ordinal))
                            ? $"{filled}?purpose=case" : filled;
        }

        private string NobodyBeside(string operation) =>
            operation.Contains("/hosts/", StringComparison.Ordinal)
                ? HostId.From(City.Id, "nobody").Value : MigrantId.From(City.Id.Nation, "nobody").Value;

        // A valid body for each; whether the state allows the command is another matter.
        public object? Body(string operation, string? caller)
        {
            var by = caller is not null && caller.EndsWith("officer", StringComparison.Ordinal) ? "host" : null;
            var verb = operation.Split(' ')[0];
            return verb is "GET" or "DELETE" ? null : operation[(operation.LastIndexOf('/') + 1)..] switch
            {
                "cities" => new { id = "fj-new", name = "New", currency = "FJD", timeZone = "Pacific/Fiji" },
                "quota" => new { places = 5, by = "ballot", reference = "Ballot 3", on = "2024-02-01" },
                "policy" => new
                {
                    share = "1/2", requiredChecks = new[] { "identity" }, minorsMayHost = true, holdDays = 10, replyDays = 10,
                    noticeDays = 10
                },
                "deduction-profile" => new { from = "2190-01-01" },
                "ballots" =>
                    new
                    {
                        places = 5, legalBasis = "Charter", papersUntil = DateTime.UtcNow.AddDays(1),
                        until = DateTime.UtcNow.AddDays(2), quorumPercent = 10
                    },
                "openings" => new { legalBasis = "Charter", from = DateTime.UtcNow.AddDays(1), until = DateTime.UtcNow.AddDays(2) },
                "{ballot}" => new { blinded = Convert.ToBase64String(Enumerable.Repeat((byte)1, 256).ToArray()) },
                "cap" => new { places = 1_000, reference = "Order 3", on = "2024-02-01" },
                // One that every city there keeps.
                "floors" => new
                {
                    leastNoticeDays = 0, profileRequired = false, mendBy = "2190-01-01", reference = "Order 4", on = "2024-02-01"
                },
                "home" => new { guests = 9 },
                "sign-in-codes" => new { way = "hand", days = 3 },
                "sign-in-dismissals" => new { signIn = "nobody" },
                "sign-in" => new { code = $"{Migrant}.0000000000000000" },
                "dependants" => new { name = "Ligaya", relation = "child" },
                "situation" => new { situation = "abroad", since = "2024-01-01", document = "letter/1" },
                "situation-end" => new { document = "letter/2" },
                "age-verification" =>
                    new { birthDate = operation.Contains("/hosts/", StringComparison.Ordinal) ? "2015" : "1987", document = "passport/1" },
                "entry-rules" => new { visaRequired = false, reference = "Order 5", on = "2024-02-01" },
                "visas" => new { reference = "none", on = "2024-01-01" },
                "visa-grant" => new { reference = "none", from = "2024-01-01", to = "2024-12-31" },
                "visa-refusal" => new { reference = "none", reasons = new[] { "entry-ban" }, appealUntil = "2190-01-01" },
                "visa-appeal" or "visa-lapse" or "visa-withdrawal" => new { reference = "none" },
                "visa-decisions" => new
                {
                    items = new[] { new { reference = "unknown", outcome = "refused", reasons = new[] { "entry-ban" } } }
                },
                "pause" => new { reason = "capacity" },
                "hosts" => new { person = new { name = "Sefina" } },
                "profile" when operation.Contains("/hosts/", StringComparison.Ordinal) =>
                    new
                    {
                        languages = Array.Empty<object>(), interests = new[] { "chess" }, trades = Array.Empty<string>(),
                        opened = Array.Empty<string>()
                    },
                "profile" =>
                    new
                    {
                        languages = Array.Empty<object>(), interests = new[] { "chess" }, trades = Array.Empty<string>(),
                        opened = Array.Empty<string>(), cities = new[] { City.Id.Value }
                    },
                "traits" => new { heritage = "TO", purpose = "matching", consent = true },
                "rounds" => new { until = DateTime.UtcNow.AddMinutes(10), answerDays = 3 },
                "entry" => new { suggested = true },
                "invitations" => new { days = 7 },
                "invitation-uses" => new { code = $"fj.{new string('0', 26)}" },
                "moves" => new { city = "fj-nowhere", address = "1 Example Street" },
                "suspension" => new { reason = "safeguarding" },
                "reinstatement" => new { reason = "cleared" },
                "migrants" => new { nation = "fj", person = new { name = "Ana" }, origin = "TO" },
                "baseline" => new { yearly = new { amount = "100.00", currency = "FJD" }, evidence = "payslips", on = "2024-01-01" },
                "baseline-verification" =>
                    new
                    {
                        yearly = new { amount = "100.00", currency = "FJD" }, method = "payslips", source = "case-file/1",
                        on = "2024-01-01"
                    },
                "exchange-rate-sources" => new { sources = new[] { new { id = "ecb", name = "European Central Bank", @base = "EUR" } } },
                "exchange-rates" => new CsvText("Date,PHP,NZD,\n2024-03-06,60.731,1.7812,\n"),
                "remittance-offers" => new { offers = Array.Empty<object>() },
                "beneficiaries" =>
                    new
                    {
                        name = "Sela", relation = "parent", accountNumber = "1", bankCode = "1",
                        address = new { town = "Nuku'alofa", country = "TO" }, currency = "TOP"
                    },
                "remittance-plan" => new { instructions = Array.Empty<object>() },
                "remittance-quotes" => new { amount = new { amount = "1.00", currency = "FJD" }, to = "TOP" },
                "sponsorships" => by is null ? new { host = Host, migrant = Migrant } : new { host = Host, migrant = Migrant, by },
                "acceptance" or "decline" or "withdrawal" => by is null ? new { } : new { by },
                "paper-sighting" => new { by = "host" },
                "checks" => new { kind = "identity", outcome = "passed", on = "2024-01-01" },
                "refusal" => new { reasons = new[] { "conditions-not-met" } },
                "reply" or "appeal" => new { text = "No." },
                "decision" => new { outcome = "made" },
                "appeal-decision" => new { outcome = "dismissed" },
                "arrival" => new { on = "2024-01-01" },
                "end" => new { reason = "programme" },
                "concerns" => new { kind = "housing", text = "Mold." },
                "texts" => new { text = "More." },
                "triage" => new { kind = "housing", urgency = "normal" },
                "escalation" => new { reason = "asked-for" },
                "closure" => new { outcome = operation.Contains("welfare-check", StringComparison.Ordinal) ? "found" : "resolved" },
                "absence-reports" => new { lastSeen = "2024-01-01" },
                "visit" => new { on = "2024-01-01" },
                "marks" => new { entries = new[] { new string('0', 26) }, state = "read" },
                "contact" => new { language = "en", channels = Array.Empty<object>() },
                "failed-messages" => new { recipient = $"migrant:{Migrant}", message = new string('0', 26) },
                "extension" => new { days = 5 },
                "status-end" => new { reasons = new[] { "no-new-host" } },
                "earnings-imports" or "earnings-trials" =>
                    TestFile.Csv($"sponsorship,year,month,earned,currency\n{Sponsorship},1,1,1.00,FJD\n"),
                "earnings" => new { year = 1, month = 1, earned = new { amount = "1.00", currency = "FJD" } },
                "pays" or "{pay}" => new
                {
                    from = "2024-02-01", to = "2024-02-07", frequency = "week", gross = new { amount = "1.00", currency = "FJD" }
                },
                "contest" => new { reason = "not-paid" },
                "contest-reply" => new { reply = "report-is-right" },
                "contest-decision" => new { upheld = true },
                "finding-settlement" => new { outcome = "put-right", reason = "paid-back" },
                "employment-settlement" =>
                    new { employer = "acme", from = "2024-01-01", outcome = "noted", reason = "tie-disclosed" },
                "employments" => new { employer = "acme", from = "2024-01-01" },
                // Nobody signs in as them, so that those who do are let in as before.
                "people" or "people-dismissals" => new { person = "nobody" },
                "employers" => new { employer = "beta", kind = "household" },
                "employment-confirmation" or "employment-contest" => new { employer = "acme", from = "2024-01-01" },
                "employment-upholding" => new { employer = "acme", from = "2024-01-01", document = "payslip/3" },
                "employer-check" => new { employer = "acme" },
                "employment-end" => new { employer = "acme", from = "2024-01-01", on = "2190-01-01" },
                "earnings-withdrawal" => new { year = 1, month = 1 },
                "payee" or "paying-account" or "own-account" => PayoutTests.Party("Sefina"),
                "estate-payee" => new { document = "probate/2024-1", payee = PayoutTests.Party("Sefina") },
                "payout-threshold" => new { atLeast = new { amount = "1.00", currency = "FJD" } },
                "guarantee" =>
                    new { limit = new { amount = "1.00", currency = "FJD" }, alarmBelow = new { amount = "1.00", currency = "FJD" } },
                "rules" => new { rules = Array.Empty<object>() },
                "allotments" => new { reference = "budget", amount = new { amount = "1.00", currency = "FJD" } },
                "losses" => new { kind = "guest-left", loss = new { amount = "1.00", currency = "FJD" }, evidence = "receipts/1" },
                "loss-decisions" => new { kind = "guest-left", granted = true },
                "fines" => new { reason = "fee-charged", amount = new { amount = "1.00", currency = "FJD" } },
                "top-ups" => new { reference = "budget", amount = new { amount = "1.00", currency = "FJD" }, on = "2024-02-01" },
                "top-up-reversals" => new { reference = "budget" },
                "payouts" =>
                    new
                    {
                        executionDay = $"{DateTime.UtcNow.AddDays(3):yyyy-MM-dd}", minimum = new { amount = "1.00", currency = "NZD" },
                        reference = "test"
                    },
                "provider-files" => new CsvText("payment,said,amount,currency,reason\n"),
                "bank-files" => new XmlText(PayoutTests.Statement("S1", "")),
                "staff-numbers" => new { numbers = new[] { new { number = "E-1", sponsorship = Sponsorship } } },
                "credit-files" or "bank-statements" => new XmlText(CollectionTests.Statement("S1", "")),
                "assignment" when operation.Contains("/credits/", StringComparison.Ordinal) => new { reference = "RF18539007547034" },
                "release" => new { reason = "returned-to-payer" },
                "collections" => new { reference = "feb", amount = new { amount = "1.00", currency = "FJD" }, on = "2024-02-01" },
                "dismissals" => new { one = Host, other = Migrant, signs = new[] { "phone" }, reason = "shared-by-family" },
                "reopenings" => new { one = Host, other = Migrant, signs = new[] { "phone" } },
                "links" => new { record = NobodyBeside(operation), reason = "interview" },
                "unlinks" => new { record = NobodyBeside(operation), reason = "linked-by-mistake" },
                "collection-reversals" => new { reference = "feb" },
                _ => new { },
            };
        }
    }
}
