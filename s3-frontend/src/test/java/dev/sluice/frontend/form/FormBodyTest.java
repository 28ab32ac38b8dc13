package dev.sluice.frontend.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.RequestBody;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes are AWS's; which of them a body that is no form gets is ours. */
class FormBodyTest {
  private static final String TYPE = "multipart/form-data; boundary=b";
  private static final String FILE =
      "Content-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\n\r\n";

  /** A body that arrives in pieces of a size. */
  private static final class Pieces implements RequestBody {
    private final ByteBuffer bytes;
    private final int piece;

    Pieces(byte[] bytes, int piece) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.piece = piece;
    }

    @Override
    public boolean read(ByteBuffer target) {
      int length = Math.min(piece, Math.min(target.remaining(), bytes.remaining()));
      target.put(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      return !bytes.hasRemaining();
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(bytes.limit());
    }

    @Override
    public OptionalLong statedLength() {
      return length();
    }

    @Override
    public boolean isLongerThan(long bytes) {
      return false;
    }

    @Override
    public ClientDigests digests() {
      return ClientDigests.NONE;
    }

    @Override
    public boolean clientWaits() {
      return false;
    }

    @Override
    public @Nullable ChecksumValue trailer() {
      return null;
    }
  }

  private static FormBody form(byte[] bytes, int piece) {
    return new FormBody(new Pieces(bytes, piece), TYPE);
  }

  private static FormBody form(String text) {
    return form(text.getBytes(ISO_8859_1), Integer.MAX_VALUE);
  }

  private static byte[] rest(FormBody form, int bufferBytes) throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean ended = false;
    while (!ended) {
      ByteBuffer buffer = ByteBuffer.allocate(bufferBytes);
      ended = form.read(buffer);
      all.write(buffer.array(), 0, buffer.position());
    }
    return all.toByteArray();
  }

  private static String field(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static S3ErrorCode refusal(String text) {
    return catchThrowableOfType(
            S3Exception.class,
            () -> {
              FormBody form = form(text);
              form.readFields();
              rest(form, 100);
            })
        .code();
  }

  @Test
  void fieldsAndFile_areReadAndWhatFollowsIsIgnored() throws InterruptedException {
    FormBody form =
        form(
            "preamble\r\n"
                + field("KEY", "a/${filename}")
                + field("policy", "${filename}")
                + field("empty", "")
                + field("x-amz-meta-a", "\u00c3\u00bc")
                + "--b  \r\n"
                + FILE
                + "bytes\r\n-\r\n--\r\n--x\r\n"
                + field("later", "ignored")
                + "--b--\r\nepilogue");
    FormFields fields = form.readFields();
    assertThat(fields.values())
        .containsEntry("key", "a/cat.png")
        .containsEntry("policy", "${filename}")
        .containsEntry("empty", "")
        .containsEntry("x-amz-meta-a", "\u00fc")
        .hasSize(4);
    assertThat(new String(rest(form, 7), ISO_8859_1)).isEqualTo("bytes\r\n-\r\n--\r\n--x");
  }

  /** Every split of the body into pieces, and every size of the reader's buffer. */
  @Property
  void file_isTheSameInWhateverPiecesItComes(
      @ForAll byte[] content,
      @ForAll @IntRange(min = 0, max = 300) int dashes,
      @ForAll @IntRange(min = 1, max = 40) int piece,
      @ForAll @IntRange(min = 1, max = 40) int buffer)
      throws InterruptedException {
    String hard = "\r\n--".repeat(dashes) + "\r\n-\r\r\n--a";
    String file = hard + new String(content, ISO_8859_1).replace("\r\n--b", "") + hard;
    String body = field("key", "k") + "--b\r\n" + FILE + file + "\r\n--b--\r\n";
    FormBody form = form(body.getBytes(ISO_8859_1), piece);
    assertThat(form.readFields().value("key")).isEqualTo("k");
    assertThat(new String(rest(form, buffer), ISO_8859_1)).isEqualTo(file);
  }

  @Test
  void fileLargerThanTheWindow_isStreamed() throws InterruptedException {
    byte[] content = new byte[300_000];
    new java.util.Random(7).nextBytes(content);
    String file = new String(content, ISO_8859_1).replace("\r\n--b", "");
    FormBody form =
        form(
            (field("key", "k") + "--b\r\n" + FILE + file + "\r\n--b--").getBytes(ISO_8859_1), 1000);
    form.readFields();
    assertThat(new String(rest(form, 4096), ISO_8859_1)).isEqualTo(file);
  }

  /** A body that ends anywhere before its last delimiter is not taken for whole. */
  @Test
  void truncatedBody_isRefusedAtEveryByte() {
    String whole = field("key", "k") + "--b\r\n" + FILE + "bytes\r\n--b--";
    for (int length = 0; length < whole.length() - 2; length++) {
      assertThat(refusal(whole.substring(0, length)))
          .as("of %s bytes", length)
          .isEqualTo(S3ErrorCode.MALFORMED_POST_REQUEST);
    }
  }

  @Test
  void formWithoutFile_isRefused() {
    assertThat(refusal(field("key", "k") + "--b--"))
        .isEqualTo(S3ErrorCode.INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST);
  }

  @Test
  void fieldsBeyondTwentyKilobytes_areRefused() throws InterruptedException {
    String file = "--b\r\n" + FILE;
    int room = FormBody.FIELDS_BYTES - file.length() - field("key", "").length();
    String fits = field("key", "k".repeat(room)) + file + "x\r\n--b--";
    assertThat(form(fits).readFields().value("key")).hasSize(room);
    assertThat(refusal(field("key", "k".repeat(room + 1)) + file + "x\r\n--b--"))
        .isEqualTo(S3ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED);
    assertThat(refusal("-".repeat(30_000)))
        .isEqualTo(S3ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED);
  }

  /** What is made of the fields obeys the limit of what was sent. */
  @Test
  void fileNameBeyondTwentyKilobytes_isRefused() throws InterruptedException {
    String name = "n".repeat(1000);
    String file =
        "--b\r\nContent-Disposition: form-data; name=file; filename=" + name + "\r\n\r\nx\r\n--b--";
    int most = FormBody.FIELDS_BYTES / name.length();
    assertThat(form(field("a", "${filename}".repeat(most)) + file).readFields().value("a"))
        .isEqualTo(name.repeat(most));
    for (String fields :
        List.of(
            field("a", "${filename}".repeat(most + 1)),
            field("a", "${filename}".repeat(most)) + field("b", "${filename}"),
            field("a", "${filename}".repeat(1700)))) {
      assertThat(refusal(fields + file)).isEqualTo(S3ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED);
    }
    assertThat(
            form(field("policy", "${filename}".repeat(1700)) + file).readFields().value("policy"))
        .hasSize(1700 * "${filename}".length());
  }

  @ParameterizedTest
  @CsvSource({
    "no disposition, 'Content-Type: text/plain'",
    "another disposition, 'Content-Disposition: attachment; name=\"a\"'",
    "no name, 'Content-Disposition: form-data'",
    "an empty name, 'Content-Disposition: form-data; name=\"\"'",
    "no header, 'nothing'",
    "an encoding, 'Content-Disposition: form-data; name=\"file\"|Content-Transfer-Encoding:"
        + " base64'",
    "two dispositions, 'Content-Disposition: form-data; name=a|Content-Disposition: form-data;"
        + " name=b'",
  })
  void partThatIsNone_isRefused(String what, String head) {
    String body = "--b\r\n" + head.replace("|", "\r\n") + "\r\n\r\nvalue\r\n--b--";
    assertThat(refusal(body)).as(what).isEqualTo(S3ErrorCode.MALFORMED_POST_REQUEST);
  }

  @Test
  void fieldTwice_isRefused() {
    assertThat(refusal(field("key", "a") + field("Key", "b") + "--b\r\n" + FILE + "x\r\n--b--"))
        .isEqualTo(S3ErrorCode.MALFORMED_POST_REQUEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; boundary=a\u00e4",
        "multipart/form-data; boundary=a; boundary=a",
        "multipart/form-data; boundary=\"a"
      })
  void boundaryThatIsNone_isRefused(String contentType) {
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class, () -> new FormBody(new Pieces(new byte[0], 1), contentType));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.MALFORMED_POST_REQUEST);
  }

  @ParameterizedTest
  @CsvSource({
    "cat.png, cat.png",
    "C:\\\\pictures\\\\cat.png, cat.png",
    "a/b/cat.png, cat.png",
    "../x, x"
  })
  void fileName_isItsLastSegment(String sent, String expected) throws InterruptedException {
    String file = "Content-Disposition: form-data; name=file; filename=\"" + sent + "\"\r\n\r\nx";
    FormBody form = form(field("key", "${filename}") + "--b\r\n" + file + "\r\n--b--");
    assertThat(form.readFields().value("key")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 4, ENTITY_TOO_LARGE", "6, 9, ENTITY_TOO_SMALL"})
  void sizeBeyondWhatIsAllowed_isRefused(long least, long most, S3ErrorCode code)
      throws InterruptedException {
    FormBody form = form(field("key", "k") + "--b\r\n" + FILE + "bytes\r\n--b--");
    form.readFields();
    form.expect(new FileSize(least, most), ClientDigests.NONE);
    S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> rest(form, 2));
    assertThat(refusal.code()).isEqualTo(code);
  }

  @Property
  void anyBytes_areRefusedOrRead(
      @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int piece)
      throws InterruptedException {
    try {
      FormBody form = form(bytes, piece);
      form.readFields();
      rest(form, 10);
    } catch (S3Exception e) {
      assertThat(e.code().status()).isEqualTo(400);
    }
  }
}
