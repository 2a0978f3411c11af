namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a beneficiary of a migrant: someone at home to whom money is sent, without saying who.</summary>
/// <remarks>
/// Text form <c>nz.beneficiary.0123456789abcdefghjkmnpqrs</c>: the nation's id, the word <c>beneficiary</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<BeneficiaryId>))]
public readonly record struct BeneficiaryId : IId<BeneficiaryId>
{
    private BeneficiaryId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a beneficiary's id such as 'nz.beneficiary.0123456789abcdefghjkmnpqrs'";

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static BeneficiaryId From(NationId nation, string seed) => new($"{nation.Value}.beneficiary.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static BeneficiaryId Parse(string text) => IdText.ParseOrThrow<BeneficiaryId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out BeneficiaryId id)
    {
        var valid = text is not null && IdText.IsThing(text, "beneficiary", inNation: true);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
