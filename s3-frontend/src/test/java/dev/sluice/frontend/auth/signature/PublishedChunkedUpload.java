package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The bodies of AWS's two examples of a chunked upload: 66,560 letters a in chunks of 64 KiB. */
public record PublishedChunkedUpload(
    ChunkSigning signing, String first, String second, String last, String trailer) {
  public static final byte[] PAYLOAD = letters(66560);

  private static final Credential CREDENTIAL =
      new Credential(Requests.ACCESS_KEY, "20130524", "us-east-1");

  public static final PublishedChunkedUpload SIGNED =
      new PublishedChunkedUpload(
          signing("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"),
          "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
          "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
          "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
          "");

  public static final PublishedChunkedUpload TRAILED =
      new PublishedChunkedUpload(
          signing("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"),
          "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
          "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
          "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
          """
          x-amz-checksum-crc32c:sOO8/Q==\r
          x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r
          """);

  /** The whole body. */
  public byte[] wire() {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    chunk(wire, first, letters(65536));
    chunk(wire, second, letters(1024));
    wire.writeBytes(("0;chunk-signature=" + last + "\r\n" + trailer + "\r\n").getBytes(US_ASCII));
    return wire.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream wire, String signature, byte[] data) {
    wire.writeBytes(
        (Integer.toHexString(data.length) + ";chunk-signature=" + signature + "\r\n")
            .getBytes(US_ASCII));
    wire.writeBytes(data);
    wire.writeBytes("\r\n".getBytes(US_ASCII));
  }

  private static ChunkSigning signing(String seed) {
    byte[] key = SigV4.signingKey(Requests.SECRET, CREDENTIAL);
    return new ChunkSigning(key, "20130524T000000Z", CREDENTIAL.scope(), seed);
  }

  private static byte[] letters(int count) {
    byte[] letters = new byte[count];
    Arrays.fill(letters, (byte) 'a');
    return letters;
  }
}
