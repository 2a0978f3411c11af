namespace VipOrleans.Architecture.Tests;

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;

public sealed class DomainPurityTests
{
    private static readonly Assembly Domain = typeof(Money).Assembly;

    // Money and shares are exact; a decimal rounds too, and one double spoils a sum without anybody seeing it.
    private static readonly string[] FloatingPoint = ["float", "double", "decimal", "Half", "Single", "Double", "Decimal", "Math.Round",
        "MathF"];

    // A decision follows from state and command alone, so that a journal can be read again years later with the same result.
    private static readonly string[] Impure =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "TimeProvider", "Stopwatch",
        "Environment.TickCount", "Environment",
        "Guid.NewGuid", "Guid.CreateVersion7", "Random", "RandomNumberGenerator", "Task", "Thread", "File", "HttpClient", "Console",
        "TimeZoneInfo",
    ];

    public static TheoryData<string> DomainFiles =>
        [.. Sources.FilesOf("Domain").Select(f => Path.GetRelativePath(Path.Combine(Sources.Root, "src", "Domain"), f))];

    [Theory]
    [MemberData(nameof(DomainFiles))]
    public void No_floating_point_comes_near_the_domain(string file) => NamesNone(file, FloatingPoint, except: "Share.Half");

    [Theory]
    [MemberData(nameof(DomainFiles))]
    public void The_domain_reads_no_clock_throws_no_dice_and_does_no_io(string file) => NamesNone(file, Impure);

    [Fact]
    public void No_member_of_the_domain_has_a_floating_point_type()
    {
        Type[] forbidden = [typeof(float), typeof(double), typeof(decimal), typeof(Half)];
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in typeof(Money).Assembly.GetTypes())
        {
            foreach (var field in type.GetFields(all))
            {
                Assert.False(forbidden.Contains(field.FieldType), $"{type.Name}.{field.Name} is a {field.FieldType.Name}.");
            }

            foreach (var method in type.GetMethods(all))
            {
                Assert.False(forbidden.Contains(method.ReturnType) || method.GetParameters().Any(p => forbidden.Contains(p.ParameterType)),
                    $"{type.Name}.{method.Name} takes or gives a floating point number.");
            }
        }
    }

    [Fact]
    public void Every_enum_that_is_written_down_is_written_as_its_code()
    {
        var written = WrittenTypes(Domain).Where(t => t.IsEnum).ToList();
        Assert.Contains(typeof(EndReason), written);
        Assert.Contains(typeof(CheckKind), written);
        foreach (var type in written.Append(typeof(RejectionCode)))
        {
            var converter = type.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType;
            Assert.True(converter == typeof(CodeConverter<>).MakeGenericType(type),
                $"{type.Name} stands in journals or answers and has no CodeConverter: it would be written as a number.");
        }
    }

    [Fact]
    public void Events_and_states_carry_no_free_text_but_what_is_known_to_be_free_of_personal_data()
    {
        // Names, documents and contacts of people belong into the vault. Every text of an event is entered here with what it holds.
        string[] known =
        [
            // public facts of a city and of a bank
            "CityOpened.Name", "CityOpened.TimeZone", "QuotaDecision.Reference", "CapDecision.Reference", "RateLeg.Name", "RateSource.Name",
            "RemittanceOffer.Provider", "RemittanceOffer.Source",
            "MigrantRegistered.Origin", "MigrantRegistered.Languages", "MigrantRegistered.Skills", // codes and words, no names
            "VerifiedBaseline.Source", // the reference of a file: without blanks, so that no name fits in
            "Transfer.Id", "Account.Name", "Asset.Code", // bookkeeping
            // a role with an id, an employer's id, a hash
            "EarningsImportOpened.Actor", "EarningsImportOpened.Employer", "EarningsImportReceived.Sha256",
            "BadRow.Code", "BadRow.Text", "BadRow.Row", // a code, our own sentence, and fields that have the characters of their columns
            // an employer's id
            "EarningsReported.Employer", "EarningsWithdrawn.Employer", "EarningsConfirmed.Employer", "MonthReport.Employer",
            "Employment.Employer", "EmploymentEnded.Employer", "PayReport.Employer", "ContestDecided.Employer",
            "PayContested.Employer", "ShareCollected.Employer", "Collection.Employer", "DuesByEmployer.Reporter",
            "DuesByEmployer.Withheld", "DuesByEmployer.Refunds",
            // ids of pays: hashes of what was reported, or a month with an employer's id
            "ReportedPay.Id", "PayWithdrawn.Pay", "PayConfirmed.Pay", "PayContested.Pay", "ContestReplied.Pay", "ContestDecided.Pay",
            "PayCharge.Pay", "Earnings.Booking",
            "OtherDeduction.Purpose", // a reference: without blanks, so that no name fits in
            "ShareCollected.Reference", "CollectionReversed.Reference", // a bank's reference: without blanks, so that no name fits in
            "PayoutReserved.Payment", "PayoutSettled.Payment", "PayoutReleased.Payment", "PayoutReturned.Payment", // an id
            // a city's own account: a host's is in the vault, and no event of a host has one
            "BankParty.Name", "BankAccount.Iban", "BankAccount.Number", "BankAccount.Bic",
            // the city hall's
            "PostalAddress.Street", "PostalAddress.BuildingNumber", "PostalAddress.PostCode", "PostalAddress.Town", "PostalAddress.Country",
            "OwnAccountProvided.Account", // a keyed code of what is in the vault
            "PayeeProvided.By", "BaselineDeclared.By", "Host.PayeeBy", "Migrant.BaselineBy", // an officer's role and id
            "PayeeProvided.Payee", // a keyed code of what is in the vault
            // the same, an officer's role and id, and the reference of a document: without blanks, so that no name fits in
            "HostEstatePayeeProvided.Payee", "HostEstatePayeeProvided.By", "HostEstatePayeeProvided.Document", "Host.Estate",
            "MigrantEstatePayeeProvided.Payee", "MigrantEstatePayeeProvided.By", "MigrantEstatePayeeProvided.Document",
            "Migrant.Payee", "EstatePayee.Payee", "EstatePayee.By", "EstatePayee.Document",
            // references of a city's own bookings, of its bylaws and of files
            "GuaranteeTopUp.Reference", "GuaranteeTopUpTakenBack.Reference", "Guarantee.TopUps", "Guarantee.TakenBack",
            "LevyAllotted.Reference", "LossFund.Allotments", "LossFund.Claims", "LossRule.Source", "LossClaim.Evidence",
            "LossClaim.ClaimedBy", "LossClaim.Reference", "LossGranted.By", "LossRefused.By", "LossPaid.Reference",
            "LossCameBack.Reference", "LossBooked.Loss", "Books.Losses", "BookedLoss.Payment", "PayoutSettled.Losses",
            "PayoutReturned.Losses",
            "FindingsSettled.Pay", "FlagsSettled.Employer", "Findings.Pays", "Books.Fines",
            // what all hosts of a batch read; an officer's role and id
            "PayoutOrder.Reference", "PayoutOrder.OpenedBy", "PayoutInstructed.By",
            // ids, hashes and codes of bank files
            "Instruction.MessageId", "Instruction.Sha256", "BankMessage.MessageId", "BankMessage.Sha256", "AnswersSetAside.MessageId",
            "PaymentsAnswered.Reason", "CreditFileTotals.MessageId", "CreditFileTotals.Sha256",
            // a creditor reference of our own form, hashes, an employer's id, a role and id
            "BookedCredit.Reference", "BookedCredit.Traces", "AllocationLine.Employer", "CreditAssigned.By", "CreditAssigned.Reference",
            "CreditReleased.By", "EmployerReminded.Employer",
            // an organisation's entry in a public register; codes and a person under keys; ids; references that name nobody
            "EmployerDetails.Name", "EmployerDetails.RegistrationNumber", "EmployerDetails.Home", "EmployerDetails.Account",
            "EmployerPerson.Person", "EmployerPersonAdmitted.Person", "EmployerPersonDismissed.Person", "EmployerRegistered.Employer",
            "EmployerTiesFound.Employer", "EmploymentConfirmed.Employer", "EmploymentContested.Employer", "EmploymentDescribed.Employer",
            "EmploymentUpheld.Employer", "EmploymentUpheld.Document", "Employment.Document", "EmploymentTerms.Place", "Employer.Name",
            "NationFloors.Profiles", "NationFloors.Reference", // published law
            "EntryRules.Reference", // published law
            // an authority's reference: without blanks, so that no name fits in; a role and id; a keyed code of what is in the vault
            "VisaApplied.Reference", "Visa.Reference", "VisaGranted.Reference", "VisaRefused.Reference", "VisaAppealed.Reference",
            "VisaLapsed.Reference", "VisaWithdrawn.Reference", "VisaExpiryWarned.Reference",
            "VisaRefused.By", "Visa.RefusedBy", "VisaTerms.Number",
            // the reference of a document: without blanks, so that no name fits in; a role and id
            "HostAbsence.Document", "HostSituationNoted.By", "HostSituationEnded.Document", "HostSituationEnded.By", "Host.AbsenceBy",
            "SignInJoined.Key", "SignInLeft.Key", "JoinedSignIn.Key", // a keyed hash of issuer and subject
            "HostCorrected.Document", "HostCorrected.By", "MigrantCorrected.Document", "MigrantCorrected.By",
            "HostAgeVerified.Document", "HostAgeVerified.By", "MigrantAgeVerified.Document", "MigrantAgeVerified.By",
            "StaffNumber.Number", // a keyed hash of what is kept nowhere
            // ids of payments
            "PaymentsAnswered.Payments", "AnswersSetAside.Payments", "PaymentsBooked.Payments", "ReservedPayment.Payment",
            "LeftOutPayment.Payment",
            // published law
            "DeductionProfile.Id", "DeductionProfile.Jurisdiction", "DeductionProfile.Source", "PayLimit.Profile", "PayLimit.Source",
            // a key, public law, and hashes of random bytes
            "BallotOpened.PublicKey", "BallotTerms.LegalBasis", "PaperIssued.Fingerprint", "VoteCast.Paper",
            "RoundOpened.Commitment", "RoundListed.Marks", "RoundRevealed.Secret", "RoundRevealed.Seed", // hashes, and a secret of nobody's
            // public law, hashes, and a secret of nobody's
            "OpeningTerms.LegalBasis", "OpeningAnnounced.Commitment", "OpeningListed.Marks", "OpeningRevealed.Secret",
            "OpeningRevealed.Seed",
            "Profile.Trades", "SpokenLanguage.Tag", // codes of ISCO-08 and BCP 47
            // roles with ids
            "ConcernRaised.RaisedBy", "ConcernAssigned.Officer", "AbsenceReport.Actor", "EndSuggested.By", "AbsenceReport.Source",
            "QuotaRecordShown.By", "ShownQuota.By",
            "SponsorshipActivated.By", "ActivationTakenBack.By", "NoticeGiven.By", "NoticeTakenBack.By", "RecordedStep.By",
            "ActedInName.By", "PaperSeen.By", "ActInName.By", "ActInName.SeenBy",
            "ActedInName.Paper", "ActInName.Paper", // the reference of a document: without blanks, so that no name fits in
            "RulingProposed.By", "RulingMade.By", "RulingDropped.By", "AppealUpheld.By", "AppealDismissed.By", "RulingRescinded.By",
            "CaseText.Name", "CaseText.Owner", "CaseText.Language", // a keyed code of what is in the vault, an id, a language's tag
            // ids, keyed codes of what is in the vault, a language's tag, a carrier's own name of a message without blanks
            "NewsEntry.Id", "NewsEntry.Subject", "NewsEntry.Place", "NewsFoundIn.Place", "ContactChoice.Language", "ContactChannel.Address",
            "MessageQueued.Message", "MessageJoined.Message", "MessageSent.Message", "MessageSent.Reference", "MessageDelayed.Message",
            "MessageDelivered.Message", "MessageUnconfirmed.Message", "MessageFailed.Message", "MessageFailed.Place",
            "MessageSentAgain.Message", "ReachPassedOn.Entry", "Inbox.Places", "NewsMark.Entry", "Message.Id", "Message.Key",
            "Message.Reference",
            // states repeat what their events say
            "City.Name", "City.TimeZone", "Charter.Name", "Charter.TimeZone",
            "Migrant.Origin", "Migrant.Languages", "Migrant.Skills", "Migrant.OwnAccount", "Host.Payee",
            "Ballot.PublicKey", "Opening.Commitment", "Opening.Secret", "Opening.Seed", "Round.Commitment", "Round.Secret", "Round.Seed",
            "EarningsImport.Actor", "EarningsImport.Employer", "EarningsImport.Sha256", "Concern.RaisedBy", "Concern.Officer",
            "Ruling.ProposedBy", "Ruling.MadeBy", "WelfareCheck.SuggestedBy", "Payment.Reason", "RemittancePayment.Reason",
            "SetAside.MessageId", "BankCredit.Reference",
            // tables by ids, by a bank's references and by hashes
            "Checks.LiftedRulings", "Books.Payments", "Books.Collections", "PayoutBatch.BankFiles", "RemittanceOrder.BankFiles",
            "RateSources.Bases", "RemittanceOffers.ById", "RemittanceOffers.Corridors", "BallotBox.Votes", "BallotRegister.Papers",
            "StaffList.Numbers",
        ];
        var texts = TextsOf(Domain).ToHashSet(StringComparer.Ordinal);
        var (strange, gone) = (texts.Except(known).Order(), known.Except(texts).Order());
        Assert.True(texts.SetEquals(known) && known.Length == texts.Count,
            $"What do these hold? {string.Join(", ", strange)}. These are no more: {string.Join(", ", gone)}.");
    }

    [Fact]
    public void The_texts_of_an_aggregate_that_was_just_added_are_seen() =>
        Assert.Equal(["ThrowAwayPart.Remark", "ThrownAway.Name"], TextsOf(typeof(ThrowAwayDecider).Assembly).Order());

    [Fact]
    public void No_event_and_no_state_can_hold_heritage_or_faith() =>
        Assert.Empty(WrittenTypes(Domain).Intersect([typeof(Faith), typeof(ProtectedTraits), typeof(Candidate)]));

    [Theory]
    [InlineData("var x = 1; // float", "float", false)]
    [InlineData("/* double */ int x;", "double", false)]
    [InlineData("var s = \"decimal\";", "decimal", false)]
    [InlineData("var s = \"\\\"\"; float y;", "float", true)]
    [InlineData("var s = @\"\"\"\"; float y;", "float", true)]
    [InlineData("var s = \"\"\" float \"\"\"; int y;", "float", false)]
    [InlineData("var c = '\"'; float y;", "float", true)]
    [InlineData("int decimals;", "decimal", false)]
    [InlineData("decimal d;", "decimal", true)]
    public void The_scan_reads_code_and_nothing_else(string source, string word, bool found) =>
        Assert.Equal(found, Names(CodeText.Of(source), word));

    private static void NamesNone(string file, string[] words, string? except = null)
    {
        var code = CodeText.Of(File.ReadAllText(Path.Combine(Sources.Root, "src", "Domain", file)));
        if (except is not null) code = code.Replace(except, "", StringComparison.Ordinal);
        // Where one half is defined it has no type before its name.
        if (file.EndsWith("Share.cs", StringComparison.Ordinal)) code = code.Replace("static Share Half", "", StringComparison.Ordinal);
        foreach (var word in words) Assert.False(Names(code, word), $"{file} names {word}.");
    }

    private static bool Names(string code, string word) => Regex.IsMatch(code, $@"(?<![\w.]){Regex.Escape(word)}(?!\w)");

    // Every text that stands in the journal, as an event's or a snapshot's.
    private static IEnumerable<string> TextsOf(Assembly assembly) =>
        WrittenTypes(assembly)
            .Where(t => t.Assembly == assembly && !t.IsEnum && t.GetCustomAttribute<JsonConverterAttribute>() is null)
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(p => HoldsText(p.PropertyType))
                .Select(p => $"{t.Name}.{p.Name}"));

    // A text, a list of them, or a table with texts as its keys or values.
    private static bool HoldsText(Type type) =>
        type == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(type) || Array.Exists(type.GetGenericArguments(), HoldsText);

    // Everything that an event or a state can hold, however deep.
    private static HashSet<Type> WrittenTypes(Assembly assembly)
    {
        var found = new HashSet<Type>();
        var toVisit = new Queue<Type>(Aggregate.In(assembly).Values.SelectMany(a => a.EventNames.Keys.Append(a.StateJson.Type)));
        while (toVisit.TryDequeue(out var type))
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            foreach (var argument in type.GetGenericArguments()) toVisit.Enqueue(argument);
            if (type.Assembly != assembly || !found.Add(type) || type.IsEnum) continue;
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                toVisit.Enqueue(property.PropertyType);
            }
        }

        return found;
    }

    private sealed record ThrowAway(ThrowAwayPart? Part);

    private sealed record ThrowAwayPart(string Remark);

    [JsonDerivedType(typeof(ThrownAway), "thrown-away")]
    private abstract record ThrowAwayEvent;

    private sealed record ThrownAway(string Name) : ThrowAwayEvent;

    // An aggregate that is in no list, so that it is seen whether one is needed.
    private sealed class ThrowAwayDecider : IDecider<ThrowAway, string, ThrowAwayEvent>
    {
        public static ThrowAway Initial { get; } = new((ThrowAwayPart?)null);

        public static Aggregate<ThrowAway, ThrowAwayEvent> Aggregate { get; } =
            new("throw-away-1", Json<ThrowAwayEvent>(), Json<ThrowAway>());

        public static Decision<ThrowAwayEvent> Decide(ThrowAway state, string command, Moment moment) =>
            Decision<ThrowAwayEvent>.Accept("thrown", new ThrownAway(command));

        public static ThrowAway Evolve(ThrowAway state, ThrowAwayEvent e) => new(new ThrowAwayPart(((ThrownAway)e).Name));

        private static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T));
    }
}
