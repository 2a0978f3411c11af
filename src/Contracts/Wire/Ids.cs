namespace VipOrleans.Contracts.Wire;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;

[RegisterConverter]
internal sealed class BallotIdConverter : IConverter<BallotId, TextSurrogate>
{
    public BallotId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? BallotId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in BallotId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class BeneficiaryIdConverter : IConverter<BeneficiaryId, TextSurrogate>
{
    public BeneficiaryId ConvertFromSurrogate(in TextSurrogate surrogate) =>
        surrogate.Text is { } text ? BeneficiaryId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in BeneficiaryId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class CityIdConverter : IConverter<CityId, TextSurrogate>
{
    public CityId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? CityId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in CityId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class ConcernIdConverter : IConverter<ConcernId, TextSurrogate>
{
    public ConcernId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? ConcernId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in ConcernId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class HomeIdConverter : IConverter<HomeId, TextSurrogate>
{
    public HomeId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? HomeId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in HomeId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class HostIdConverter : IConverter<HostId, TextSurrogate>
{
    public HostId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? HostId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in HostId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class HouseholdIdConverter : IConverter<HouseholdId, TextSurrogate>
{
    public HouseholdId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? HouseholdId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in HouseholdId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class ImportIdConverter : IConverter<ImportId, TextSurrogate>
{
    public ImportId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? ImportId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in ImportId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class InvitationIdConverter : IConverter<InvitationId, TextSurrogate>
{
    public InvitationId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? InvitationId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in InvitationId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class MigrantIdConverter : IConverter<MigrantId, TextSurrogate>
{
    public MigrantId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? MigrantId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in MigrantId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class NationIdConverter : IConverter<NationId, TextSurrogate>
{
    public NationId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? NationId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in NationId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class OpeningIdConverter : IConverter<OpeningId, TextSurrogate>
{
    public OpeningId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? OpeningId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in OpeningId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class PayoutIdConverter : IConverter<PayoutId, TextSurrogate>
{
    public PayoutId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? PayoutId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in PayoutId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class DuplicateIdConverter : IConverter<DuplicateId, TextSurrogate>
{
    public DuplicateId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? DuplicateId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in DuplicateId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class PersonIdConverter : IConverter<PersonId, TextSurrogate>
{
    public PersonId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? PersonId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in PersonId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RateSourceIdConverter : IConverter<RateSourceId, TextSurrogate>
{
    public RateSourceId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? RateSourceId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RateSourceId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RemittanceIdConverter : IConverter<RemittanceId, TextSurrogate>
{
    public RemittanceId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? RemittanceId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RemittanceId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RemittanceOfferIdConverter : IConverter<RemittanceOfferId, TextSurrogate>
{
    public RemittanceOfferId ConvertFromSurrogate(in TextSurrogate surrogate) =>
        surrogate.Text is { } text ? RemittanceOfferId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RemittanceOfferId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RoundIdConverter : IConverter<RoundId, TextSurrogate>
{
    public RoundId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? RoundId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RoundId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RulingIdConverter : IConverter<RulingId, TextSurrogate>
{
    public RulingId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? RulingId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RulingId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class SponsorshipIdConverter : IConverter<SponsorshipId, TextSurrogate>
{
    public SponsorshipId ConvertFromSurrogate(in TextSurrogate surrogate) =>
        surrogate.Text is { } text ? SponsorshipId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in SponsorshipId value) => new(value.Value);
}
