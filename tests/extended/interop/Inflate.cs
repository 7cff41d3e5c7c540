using System;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;

/// <summary>Prints the SHA-256 of what each file inflates to.</summary>
static class Inflate
{
    static void Main(string[] names)
    {
        foreach (var name in names)
            using (var member = new GZipStream(File.OpenRead(name), CompressionMode.Decompress))
            using (var sha = SHA256.Create())
                Console.WriteLine(BitConverter.ToString(sha.ComputeHash(member)).Replace("-", "").ToLower());
    }
}
