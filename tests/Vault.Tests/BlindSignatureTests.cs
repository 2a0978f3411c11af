namespace VipOrleans.Vault.Tests;

using System.Security.Cryptography;
using System.Text.Json;
using Org.BouncyCastle.Math;

public sealed class BlindSignatureTests
{
    private static readonly (byte[] PrivateKey, string PublicKey) Key = BlindSignatures.NewKey();

    [Fact]
    public void The_standards_own_example_comes_out_byte_for_byte()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rfc9474-pss-deterministic.json")));
        var vector = file.RootElement.GetProperty("vector").EnumerateObject()
            .ToDictionary(p => p.Name, p => Convert.FromHexString(p.Value.GetString()!));
        var (privateKey, publicKey) = KeyOf(vector);
        // The vector names the inverse of the factor.
        var factor = new BigInteger(1, vector["inv"]).ModInverse(new BigInteger(1, vector["n"]));

        var blinded = BlindSignatures.Blind(publicKey, vector["input_msg"], vector["salt"], factor);
        Assert.Equal(vector["blinded_msg"], blinded.Blinded);
        var answer = new BlindSigner(privateKey).Sign(blinded.Blinded);
        Assert.Equal(vector["blind_sig"], answer);
        var signature = blinded.Unblind(answer);
        Assert.Equal(vector["sig"], signature);
        Assert.True(BlindSignatures.Verify(publicKey, vector["input_msg"], signature));
    }

    [Fact]
    public void A_signature_counts_for_its_message_and_its_key_only()
    {
        var message = RandomNumberGenerator.GetBytes(32);
        var blinded = BlindSignatures.Blind(Key.PublicKey, message);
        var signature = blinded.Unblind(new BlindSigner(Key.PrivateKey).Sign(blinded.Blinded));

        Assert.Equal(BlindSignatures.Bytes, signature.Length);
        Assert.True(BlindSignatures.Verify(Key.PublicKey, message, signature));
        Assert.False(BlindSignatures.Verify(Key.PublicKey, RandomNumberGenerator.GetBytes(32), signature));
        Assert.False(BlindSignatures.Verify(BlindSignatures.NewKey().PublicKey, message, signature));
        signature[^1] ^= 1;
        Assert.False(BlindSignatures.Verify(Key.PublicKey, message, signature));
        Assert.False(BlindSignatures.Verify(Key.PublicKey, message, []));
    }

    // What the signer keeps of a request could belong to any message: the same message gives another request each time.
    [Fact]
    public void A_blinded_message_does_not_tell_the_message()
    {
        var message = RandomNumberGenerator.GetBytes(32);
        var (first, second) = (BlindSignatures.Blind(Key.PublicKey, message), BlindSignatures.Blind(Key.PublicKey, message));
        Assert.NotEqual(first.Blinded, second.Blinded);
        var signer = new BlindSigner(Key.PrivateKey);
        Assert.True(BlindSignatures.Verify(Key.PublicKey, message, first.Unblind(signer.Sign(first.Blinded))));
        Assert.True(BlindSignatures.Verify(Key.PublicKey, message, second.Unblind(signer.Sign(second.Blinded))));
    }

    [Fact]
    public void An_answer_that_is_no_signature_is_refused_by_the_holder()
    {
        var blinded = BlindSignatures.Blind(Key.PublicKey, RandomNumberGenerator.GetBytes(32));
        var answer = RandomNumberGenerator.GetBytes(BlindSignatures.Bytes);
        answer[0] = 0;
        Assert.Throws<CryptographicException>(() => blinded.Unblind(answer));
    }

    [Fact]
    public void What_is_no_number_of_the_key_is_not_signed()
    {
        var signer = new BlindSigner(Key.PrivateKey);
        Assert.All(
            [[], new byte[BlindSignatures.Bytes], new byte[BlindSignatures.Bytes - 1],
                [.. Enumerable.Repeat((byte)255, BlindSignatures.Bytes)]],
            (byte[] bad) =>
            {
                Assert.False(signer.CanSign(bad));
                Assert.Throws<ArgumentException>(() => signer.Sign(bad));
            });
    }

    private static (byte[] PrivateKey, string PublicKey) KeyOf(Dictionary<string, byte[]> v)
    {
        var (p, q, d) = (new BigInteger(1, v["p"]), new BigInteger(1, v["q"]), new BigInteger(1, v["d"]));
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = v["n"], Exponent = v["e"], D = v["d"], P = v["p"], Q = v["q"],
            DP = Bytes(d.Mod(p.Subtract(BigInteger.One))), DQ = Bytes(d.Mod(q.Subtract(BigInteger.One))), InverseQ = Bytes(q.ModInverse(p)),
        });
        return (rsa.ExportPkcs8PrivateKey(), Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));

        static byte[] Bytes(BigInteger number) => BlindSignatures.Padded(number.ToByteArrayUnsigned(), 256);
    }
}
