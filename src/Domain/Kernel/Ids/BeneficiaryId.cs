namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a beneficiary of a migrant: someone at home to whom money is sent, without saying who.</summary>
/// <remarks>
/// Text form <c>nz.beneficiary.0123456789abcdefghjkmnpqrs</c>: the nation's id, the word <c>beneficiary</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<BeneficiaryId>))]
public readonly record struct BeneficiaryId : INationThingId<BeneficiaryId>
{
    private BeneficiaryId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "beneficiary";

    /// <inheritdoc/>
    public static string Grammar => "a beneficiary's id such as 'nz.beneficiary.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out BeneficiaryId id) => IdText.TryParse(text, out id);

    static BeneficiaryId IThingId<BeneficiaryId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
