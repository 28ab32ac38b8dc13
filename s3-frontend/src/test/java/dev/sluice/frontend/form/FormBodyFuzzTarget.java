package dev.sluice.frontend.form;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.RequestBody;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@link FormBody}, {@link Boundary} and {@link PartHead} give the same fields and file, or the
 * same refusal, however the bytes come in pieces, and what a reader gives that cuts the whole body
 * at its boundaries. The first line of an input is the content type.
 */
final class FormBodyFuzzTarget implements FuzzTarget {
  private static final Set<S3ErrorCode> REFUSALS =
      EnumSet.of(
          S3ErrorCode.MALFORMED_POST_REQUEST,
          S3ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED,
          S3ErrorCode.INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST);
  private static final int FILE_BUFFER_BYTES = 997;

  /** What became of a body; a refused one has a file only as far as it goes. */
  private record Outcome(@Nullable S3ErrorCode refusal, Map<String, String> fields, String file) {
    boolean isSame(Outcome other) {
      return refusal == other.refusal
          && fields.equals(other.fields)
          && (refusal != null || file.equals(other.file));
    }
  }

  /** Bytes that come in pieces. */
  private record Pieces(ByteBuffer bytes, int piece) implements RequestBody {
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

  @Override
  public void attack(byte[] input) throws InterruptedException {
    String[] lines = FuzzTarget.wireText(input).split("\n", 2);
    if (lines.length < 2 || !FormBody.isForm(lines[0])) {
      return;
    }
    Outcome whole = read(lines[0], lines[1], Integer.MAX_VALUE);
    for (int piece : new int[] {1, 7}) {
      Outcome pieces = read(lines[0], lines[1], piece);
      require(whole.isSame(pieces), "the same in pieces", whole, pieces);
    }
    if (whole.refusal() == null) {
      Outcome cut = cut(lines[0], lines[1]);
      require(whole.isSame(cut), "as cut at its boundaries", whole, cut);
    } else {
      require(REFUSALS.contains(whole.refusal()), "a refusal of a form", whole);
    }
  }

  private static Outcome read(String type, String body, int piece) throws InterruptedException {
    Map<String, String> fields = Map.of();
    StringBuilder file = new StringBuilder();
    try {
      ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1));
      FormBody form = new FormBody(new Pieces(bytes, piece), type);
      FormFields read = form.readFields();
      form.expect(FileSize.ANY, ClientDigests.NONE);
      fields = read.values();
      boolean ended = false;
      while (!ended) {
        ByteBuffer target = ByteBuffer.allocate(FILE_BUFFER_BYTES);
        ended = form.read(target);
        require(ended || target.position() > 0, "goes on", file.length());
        file.append(FuzzTarget.wireText(Arrays.copyOf(target.array(), target.position())));
      }
      return new Outcome(null, fields, file.toString());
    } catch (S3Exception e) {
      return new Outcome(e.code(), fields, file.toString());
    }
  }

  /** Of a body that is right. */
  private static Outcome cut(String type, String body) {
    String delimiter = FuzzTarget.wireText(Boundary.delimiter(type));
    String[] parts = ("\r\n" + body).split(Pattern.quote(delimiter), -1);
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].replaceFirst("^[ \t]*\r\n", "");
      int empty = part.indexOf("\r\n\r\n");
      PartHead head = PartHead.parse(part.substring(0, empty < 0 ? part.length() - 2 : empty));
      String content = empty < 0 ? "" : part.substring(empty + 4);
      if (head.name().equals("file")) {
        String name = head.fileName();
        fields.replaceAll(
            (field, value) ->
                field.matches("policy|x-amz-(signature|credential)|signature|awsaccesskeyid")
                    ? value
                    : value.replace("${filename}", name));
        return new Outcome(null, fields, content);
      }
      require(!fields.containsKey(head.name()), "each field once", head.name());
      fields.put(head.name(), HeaderText.fromWire(content));
    }
    throw new AssertionError("a form without a file was accepted");
  }
}
