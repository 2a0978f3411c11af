namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A faith, as a person who consents tells it for matching. It stands in no event.</summary>
[JsonConverter(typeof(CodeConverter<Faith>))]
public enum Faith
{
    /// <summary>Bahá'í.</summary>
    Bahai,

    /// <summary>Buddhism.</summary>
    Buddhist,

    /// <summary>The Catholic Church.</summary>
    Catholic,

    /// <summary>Confucianism.</summary>
    Confucian,

    /// <summary>Hinduism.</summary>
    Hindu,

    /// <summary>A people's own religion.</summary>
    Indigenous,

    /// <summary>Jainism.</summary>
    Jain,

    /// <summary>Judaism.</summary>
    Jewish,

    /// <summary>Islam.</summary>
    Muslim,

    /// <summary>An Orthodox church.</summary>
    Orthodox,

    /// <summary>A Protestant or another church.</summary>
    Protestant,

    /// <summary>Sikhism.</summary>
    Sikh,

    /// <summary>Daoism.</summary>
    Taoist,

    /// <summary>Zoroastrianism.</summary>
    Zoroastrian,

    /// <summary>No religion.</summary>
    NoReligion,
}
