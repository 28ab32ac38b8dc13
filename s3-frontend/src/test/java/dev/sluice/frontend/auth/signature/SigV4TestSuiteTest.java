package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour: the cases of its "Signature Version 4 test suite",
 * general/latest/gr/signature-v4-test-suite.html, that hold for S3, by the hash of the canonical
 * request and the signature that the suite publishes. Those that normalise the path are left out,
 * because S3 does not; so is the header on several lines, which HTTP has given up (RFC 9112 section
 * 5.2).
 */
class SigV4TestSuiteTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String TIME = "20150830T123600Z";
  private static final String SCOPE = "20150830/us-east-1/service/aws4_request";
  private static final String UNRESERVED =
      "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** The suite's service is no S3, so that its key is derived here. */
  private static byte[] key() {
    byte[] day = Hashes.hmacSha256(("AWS4" + SECRET).getBytes(UTF_8), "20150830");
    byte[] region = Hashes.hmacSha256(day, "us-east-1");
    return Hashes.hmacSha256(Hashes.hmacSha256(region, "service"), "aws4_request");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get-header-key-duplicate | GET / | My-Header1:value2;My-Header1:value2;My-Header1:value1 |"
            + " dc7f04a3abfde8d472b0ab1a418b741b7c67174dad1551b4117b15527fbe966c |"
            + " c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        "get-header-value-order | GET / |"
            + " My-Header1:value4;My-Header1:value1;My-Header1:value3;My-Header1:value2 |"
            + " 31ce73cd3f3d9f66977ad3dd957dc47af14df92fcd8509f59b349e9137c58b86 |"
            + " 08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
        "get-header-value-trim | GET / | My-Header1: value1;My-Header2: \"a   b   c\" |"
            + " a726db9b0df21c14f559d0a978e563112acb1b9e05476f0a6a1c7d68f28605c7 |"
            + " acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        "get-unreserved | GET /UNRESERVED | `` |"
            + " 6a968768eefaa713e2a6b16b589a8ea192661f098f37349f4e2c0082757446f9 |"
            + " 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "get-utf8 | GET /\u1234 | `` |"
            + " 2a0a97d02205e45ce2e994789806b19270cfbbb0921b278ccf58f5249ac42102 |"
            + " 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "get-vanilla | GET / | `` |"
            + " bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63 |"
            + " 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-vanilla-empty-query-key | GET /?Param1=value1 | `` |"
            + " 1e24db194ed7d0eec2de28d7369675a243488e08526e8c1c73571282f7c517ab |"
            + " a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "get-vanilla-query-order-key | GET /?Param1=value2&Param1=Value1 | `` |"
            + " 704b4cef673542d84cdff252633f065e8daeba5f168b77116f8b1bcaf3d38f89 |"
            + " eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1",
        "get-vanilla-query-order-key-case | GET /?Param2=value2&Param1=value1 | `` |"
            + " 816cd5b414d056048ba4f7c5386d6e0533120fb1fcfa93762cf0fc39e2cf19e0 |"
            + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "get-vanilla-query-order-value | GET /?Param1=value2&Param1=value1 | `` |"
            + " c968629d70850097a2d8781c9bf7edcb988b04cac14cca9be4acc3595f884606 |"
            + " 5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
        "get-vanilla-query-unreserved | GET /?UNRESERVED=UNRESERVED | `` |"
            + " c30d4703d9f799439be92736156d47ccfb2d879ddf56f5befa6d1d6aab979177 |"
            + " 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        "get-vanilla-utf8-query | GET /?\u1234=bar | `` |"
            + " eb30c5bed55734080471a834cc727ae56beb50e5f39d1bff6d0d38cb192a7073 |"
            + " 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        "get-space | GET /example space/ | `` |"
            + " 63ee75631ed7234ae61b5f736dfc7754cdccfedbff4b5128a915706ee9390d86 |"
            + " 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        "post-header-key-sort | POST / | My-Header1:value1 |"
            + " 9368318c2967cf6de74404b30c65a91e8f6253e0a8659d6d5319f1a812f87d65 |"
            + " c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
        "post-header-value-case | POST / | My-Header1:VALUE1 |"
            + " d51ced243e649e3de6ef63afbbdcbca03131a21a7103a1583706a64618606a93 |"
            + " cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        "post-vanilla | POST / | `` |"
            + " 553f88c9e4d10fc9e109e2aeb65f030801b70c2f6468faca261d401ae622fc87 |"
            + " 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "post-vanilla-empty-query-value | POST /?Param1=value1 | `` |"
            + " 9d659678c1756bb3113e2ce898845a0a79dbbc57b740555917687f1b3340fbbd |"
            + " 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
      })
  void case_hasThePublishedHashAndSignature(
      String name, String line, String headers, String hash, String signature) {
    String target = line.substring(line.indexOf(' ') + 1).replace("UNRESERVED", UNRESERVED);
    List<String> fields = new ArrayList<>(List.of("Host", "example.amazonaws.com"));
    for (String header : headers.isEmpty() ? new String[0] : headers.split(";", -1)) {
      fields.addAll(List.of(header.split(":", 2)));
    }
    fields.addAll(List.of("X-Amz-Date", TIME));
    RequestHead head =
        Requests.head(line.substring(0, line.indexOf(' ')), target, fields.toArray(String[]::new));
    List<String> signed =
        head.headers().keySet().stream().map(n -> n.toLowerCase(Locale.ROOT)).sorted().toList();
    String canonical =
        SigV4.canonicalRequest(
            head, PercentEncoding.canonicalPath(head.rawPath()), signed, Hashes.EMPTY_SHA256);

    assertThat(Hashes.sha256Hex(canonical)).as(canonical).isEqualTo(hash);
    String stringToSign = SigV4.ALGORITHM + "\n" + TIME + "\n" + SCOPE + "\n" + hash;
    assertThat(SigV4.signature(key(), stringToSign).is(signature)).isTrue();
  }
}
