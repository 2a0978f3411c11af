namespace VipOrleans.Vault;

using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

/// <summary>
/// Signatures of what the signer does not see: RSABSSA-SHA384-PSS-Deterministic of RFC 9474. Whoever holds a message blinds it, has it
/// signed, and takes the blinding off; the signer cannot tell later which of all messages it was.
/// </summary>
/// <remarks>The message must be hard to guess: the deterministic variant adds nothing random of its own to it.</remarks>
public static class BlindSignatures
{
    /// <summary>Bits of a key.</summary>
    public const int KeyBits = 2_048;

    /// <summary>Bytes of a blinded message and of a signature.</summary>
    public const int Bytes = KeyBits / 8;

    // As long as the hash.
    internal const int SaltBytes = 48;

    /// <summary>Makes a key for one purpose.</summary>
    public static (byte[] PrivateKey, string PublicKey) NewKey()
    {
        using var rsa = RSA.Create(KeyBits);
        return (rsa.ExportPkcs8PrivateKey(), Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>True where the signature is one of the key's of this message.</summary>
    /// <param name="publicKey">The public key: DER (SubjectPublicKeyInfo) in base64.</param>
    /// <param name="message">The message.</param>
    /// <param name="signature">The signature.</param>
    public static bool Verify(string publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return rsa.VerifyData(message, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
    }

    /// <summary>The holder's side: blinds a message.</summary>
    /// <param name="publicKey">The signer's public key: DER (SubjectPublicKeyInfo) in base64.</param>
    /// <param name="message">The message.</param>
    public static BlindedMessage Blind(string publicKey, ReadOnlySpan<byte> message) => Blind(publicKey, message, null, null);

    internal static BlindedMessage Blind(string publicKey, ReadOnlySpan<byte> message, byte[]? salt, BigInteger? factor)
    {
        var key = (RsaKeyParameters)PublicKeyFactory.CreateKey(Convert.FromBase64String(publicKey));
        if (factor is null)
        {
            var factors = new RsaBlindingFactorGenerator();
            factors.Init(key);
            factor = factors.GenerateBlindingFactor();
        }

        var blinding = new RsaBlindingParameters(key, factor);
        var signer = salt is null
            ? new PssSigner(new RsaBlindingEngine(), new Sha384Digest(), SaltBytes)
            : new PssSigner(new RsaBlindingEngine(), new Sha384Digest(), salt);
        signer.Init(true, blinding);
        signer.BlockUpdate(message);
        return new(blinding, message.ToArray(), Padded(signer.GenerateSignature(), (key.Modulus.BitLength + 7) / 8));
    }

    internal static byte[] Padded(byte[] number, int length)
    {
        if (number.Length == length) return number;
        var padded = new byte[length];
        number.CopyTo(padded, length - number.Length);
        return padded;
    }
}

/// <summary>A message that its holder has blinded.</summary>
public sealed class BlindedMessage
{
    private readonly RsaBlindingParameters _blinding;
    private readonly byte[] _message;

    internal BlindedMessage(RsaBlindingParameters blinding, byte[] message, byte[] blinded) =>
        (_blinding, _message, Blinded) = (blinding, message, blinded);

    /// <summary>What the signer is given.</summary>
    public byte[] Blinded { get; }

    /// <summary>Takes the blinding off what the signer answered: the signature of the message.</summary>
    /// <exception cref="CryptographicException">The signer has not signed what it was given.</exception>
    public byte[] Unblind(ReadOnlySpan<byte> answer)
    {
        var engine = new RsaBlindingEngine();
        engine.Init(false, _blinding);
        var signature =
            BlindSignatures.Padded(engine.ProcessBlock(answer.ToArray(), 0, answer.Length),
                (_blinding.PublicKey.Modulus.BitLength + 7) / 8);
        var publicKey =
            Convert.ToBase64String(
                Org.BouncyCastle.X509.SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(_blinding.PublicKey).GetDerEncoded());
        return BlindSignatures.Verify(publicKey, _message, signature)
            ? signature : throw new CryptographicException("The signer has not signed what it was given.");
    }
}

/// <summary>The signer's side.</summary>
/// <param name="privateKey">The key, as <see cref="BlindSignatures.NewKey"/> made it.</param>
public sealed class BlindSigner(ReadOnlySpan<byte> privateKey)
{
    private readonly RsaPrivateCrtKeyParameters _key = (RsaPrivateCrtKeyParameters)PrivateKeyFactory.CreateKey(privateKey.ToArray());

    /// <summary>True for what can be signed: a number below the key's modulus, in as many bytes as that has.</summary>
    public bool CanSign(ReadOnlySpan<byte> blinded) =>
        blinded.Length == (_key.Modulus.BitLength + 7) / 8 && new BigInteger(1, blinded) is var n && n.SignValue > 0
            && n.CompareTo(_key.Modulus) < 0;

    /// <summary>Signs what is blinded. The same gives the same.</summary>
    /// <exception cref="ArgumentException">It cannot be signed; see <see cref="CanSign"/>.</exception>
    public byte[] Sign(ReadOnlySpan<byte> blinded)
    {
        if (!CanSign(blinded))
        {
            throw new ArgumentException("What is to be signed is not a number below the key's modulus, in as many bytes.", nameof(blinded));
        }

        // Blinds once more against what timing could tell, and checks its own result against a faulty computation.
        var engine = new RsaBlindedEngine();
        engine.Init(true, _key);
        return BlindSignatures.Padded(engine.ProcessBlock(blinded.ToArray(), 0, blinded.Length), blinded.Length);
    }
}
