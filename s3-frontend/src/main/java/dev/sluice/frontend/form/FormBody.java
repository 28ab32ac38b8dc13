package dev.sluice.frontend.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.RequestBody;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a browser's form (multipart/form-data, RFC 7578): first its fields, then its file as
 * it comes, in one window of {@link #WINDOW_BYTES}. What follows the file is read and ignored, as
 * AWS does ("POST Object", Amazon S3 API Reference). For one thread.
 *
 * <p>Every method fails with S3Exception: MalformedPOSTRequest for what is no such body,
 * MaxPostPreDataLengthExceededError where the file does not begin within {@link #FIELDS_BYTES},
 * IncorrectNumberOfFilesInPostRequest where there is none.
 */
public final class FormBody implements RequestBody {
  /**
   * The limit of fields before the file, also with the file's name put into them: 20 KB, as on AWS.
   */
  public static final int FIELDS_BYTES = 20 * 1024;

  private static final int WINDOW_BYTES = 64 * 1024;

  /** The variable that stands for the file's name. */
  private static final String FILE_NAME = "${filename}";

  /** Fields whose text is a proof or names the file itself: nothing in them is a variable. */
  private static final Set<String> NO_VARIABLES =
      Set.of("policy", "x-amz-signature", "signature", "x-amz-credential", "awsaccesskeyid");

  private final RequestBody raw;
  private final byte[] delimiter;
  private final byte[] window = new byte[WINDOW_BYTES];
  private int start;
  private int end;
  private boolean rawEnded;
  private boolean fileEnded;
  private long fileBytes;
  private FileSize allowed = FileSize.ANY;
  private ClientDigests digests = ClientDigests.NONE;

  /**
   * A body.
   *
   * @param raw as it comes
   * @param contentType of the request, with its boundary
   */
  public FormBody(RequestBody raw, String contentType) {
    this.raw = raw;
    delimiter = Boundary.delimiter(contentType);
  }

  /** Whether a request of this content type has a form for its body. */
  public static boolean isForm(@Nullable String contentType) {
    return Boundary.isForm(contentType);
  }

  /** Reads all that comes before the file; to be called once, before anything else. */
  public FormFields readFields() throws InterruptedException {
    window[0] = '\r'; // the first delimiter needs no line before it: give it one
    window[1] = '\n';
    end = 2;
    fill(FIELDS_BYTES + 2);
    Map<String, String> fields = new LinkedHashMap<>();
    int at = next(0);
    while (true) {
      int head = at + delimiter.length;
      if (startsWith(head, "--")) {
        throw new S3Exception(S3ErrorCode.INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST);
      }
      int line = afterPadding(head);
      int headEnd = indexOf("\r\n\r\n", line);
      if (headEnd < 0) {
        throw unended();
      }
      int inside = indexOf(new String(delimiter, ISO_8859_1), line - 2);
      if (inside >= 0 && inside < headEnd) {
        throw malformed(); // a boundary with a colon would pass for a header
      }
      PartHead part = PartHead.parse(text(line, headEnd));
      int content = headEnd + 4;
      if (part.name().equals("file")) {
        beginFile(content);
        return new FormFields(withFileName(fields, part.fileName()));
      }
      // The empty line may be the one that the delimiter of an empty part begins with.
      at = next(content - 2);
      String value = HeaderText.fromWire(text(content, Math.max(content, at)));
      if (fields.put(part.name(), value) != null) {
        throw malformed(); // policy and upload could each take another of the two
      }
    }
  }

  /** The file, which is empty where the empty line before it begins the next delimiter. */
  private void beginFile(int content) throws InterruptedException {
    start = content - 2;
    if (end - start < delimiter.length) {
      refill();
    }
    if (!startsWith(start, new String(delimiter, ISO_8859_1))) {
      start += 2;
    }
  }

  /**
   * Says what is expected of the file.
   *
   * @param size checked while it comes
   * @param stated digests that fields state about it
   */
  public void expect(FileSize size, ClientDigests stated) {
    allowed = size;
    digests = stated;
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.empty(); // known at its end only
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
    return digests;
  }

  @Override
  public boolean clientWaits() {
    return false; // its fields were read, and with that it was asked to continue
  }

  @Override
  public boolean read(ByteBuffer target) throws InterruptedException {
    while (!fileEnded && target.hasRemaining()) {
      int at = delimiterOrItsBeginning();
      int length = Math.min(at - start, target.remaining());
      target.put(window, start, length);
      start += length;
      fileBytes += length;
      allowed.checkMost(fileBytes);
      if (start == at) {
        refillOrEnd();
      }
    }
    if (!fileEnded && delimiterOrItsBeginning() == start) {
      refillOrEnd();
    }
    return fileEnded;
  }

  /** The position at which the file may end: at a delimiter, or where one may begin. */
  private int delimiterOrItsBeginning() {
    for (int i = start; i < end; i++) {
      if (window[i] == '\r') {
        int known = Math.min(delimiter.length, end - i);
        if (Arrays.equals(window, i, i + known, delimiter, 0, known)) {
          return i;
        }
      }
    }
    return end;
  }

  private void refillOrEnd() throws InterruptedException {
    boolean whole = end - start >= delimiter.length + 2;
    if (!whole && !rawEnded) {
      refill();
      return;
    }
    if (end - start < delimiter.length) {
      throw malformed();
    }
    int after = start + delimiter.length;
    if (!startsWith(after, "--")) {
      afterPadding(after);
    }
    allowed.checkLeast(fileBytes);
    while (!rawEnded) {
      end = 0;
      fill(WINDOW_BYTES);
    }
    fileEnded = true;
  }

  @Override
  public @Nullable ChecksumValue trailer() {
    return null;
  }

  /** Moves what is left to the window's beginning, and fills its rest. */
  private void refill() throws InterruptedException {
    System.arraycopy(window, start, window, 0, end - start);
    end -= start;
    start = 0;
    fill(WINDOW_BYTES);
  }

  private void fill(int limit) throws InterruptedException {
    ByteBuffer target = ByteBuffer.wrap(window, end, limit - end);
    while (!rawEnded && target.hasRemaining()) {
      rawEnded = raw.read(target);
    }
    end = target.position();
  }

  /** The fields with the file's name where they ask for it, which has room in no more bytes. */
  private static Map<String, String> withFileName(Map<String, String> fields, String fileName) {
    int growth = fileName.getBytes(UTF_8).length - FILE_NAME.length();
    Map<String, String> named = new LinkedHashMap<>();
    long bytes = 0;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String value = field.getValue();
      boolean variable = !NO_VARIABLES.contains(field.getKey());
      bytes += value.getBytes(UTF_8).length + (variable ? (long) occurrences(value) * growth : 0);
      if (bytes > FIELDS_BYTES) {
        throw new S3Exception(S3ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED);
      }
      named.put(field.getKey(), variable ? value.replace(FILE_NAME, fileName) : value);
    }
    return named;
  }

  private static int occurrences(String value) {
    int count = 0;
    for (int at = value.indexOf(FILE_NAME); at >= 0; at = value.indexOf(FILE_NAME, at + 1)) {
      count++;
    }
    return count;
  }

  /** The next delimiter among the fields. */
  private int next(int from) {
    int at = indexOf(new String(delimiter, ISO_8859_1), from);
    if (at < 0) {
      throw unended();
    }
    return at;
  }

  /** The line after a delimiter, which blanks may follow (RFC 2046: transport padding). */
  private int afterPadding(int from) {
    int at = from;
    while (at < end && (window[at] == ' ' || window[at] == '\t')) {
      at++;
    }
    if (!startsWith(at, "\r\n")) {
      throw at + 2 > end ? unended() : malformed();
    }
    return at + 2;
  }

  private boolean startsWith(int at, String expected) {
    return at + expected.length() <= end
        && Arrays.equals(
            window,
            at,
            at + expected.length(),
            expected.getBytes(ISO_8859_1),
            0,
            expected.length());
  }

  private int indexOf(String wanted, int from) {
    byte[] bytes = wanted.getBytes(ISO_8859_1);
    for (int i = from; i + bytes.length <= end; i++) {
      if (window[i] == bytes[0]
          && Arrays.equals(window, i, i + bytes.length, bytes, 0, bytes.length)) {
        return i;
      }
    }
    return -1;
  }

  private String text(int from, int to) {
    return new String(window, from, to - from, ISO_8859_1);
  }

  /** The fields do not end within what may be read of them. */
  private S3Exception unended() {
    return rawEnded ? malformed() : new S3Exception(S3ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED);
  }

  private static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_POST_REQUEST);
  }
}
