import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;

/** Prints the SHA-256 of what each file inflates to. */
class Inflate {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            try (InputStream member = new GZIPInputStream(Files.newInputStream(Path.of(name)))) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(member.readAllBytes());
                System.out.println(String.format("%064x", new BigInteger(1, digest)));
            }
        }
    }
}
