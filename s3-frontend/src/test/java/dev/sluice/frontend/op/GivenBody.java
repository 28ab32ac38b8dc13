package dev.sluice.frontend.op;

import dev.sluice.common.model.ChecksumValue;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.RequestBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A body that is all there, and whatever its head says about it. */
final class GivenBody implements RequestBody {
  private final ByteBuffer bytes;
  private final OptionalLong length;
  private final ClientDigests digests;
  private final @Nullable ChecksumValue trailer;
  private final boolean clientWaits;

  private GivenBody(
      ByteBuffer bytes,
      OptionalLong length,
      ClientDigests digests,
      @Nullable ChecksumValue trailer,
      boolean clientWaits) {
    this.bytes = bytes;
    this.length = length;
    this.digests = digests;
    this.trailer = trailer;
    this.clientWaits = clientWaits;
  }

  static GivenBody none() {
    return of("");
  }

  static GivenBody of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static GivenBody of(byte[] bytes) {
    return new GivenBody(
        ByteBuffer.wrap(bytes), OptionalLong.of(bytes.length), ClientDigests.NONE, null, false);
  }

  /** The same, with something said about it. */
  GivenBody with(ClientDigests stated) {
    return new GivenBody(bytes.duplicate(), length, stated, trailer, clientWaits);
  }

  /** The same, followed by a checksum. */
  GivenBody followedBy(ChecksumValue checksum) {
    return new GivenBody(bytes.duplicate(), length, digests, checksum, clientWaits);
  }

  /** The same in chunks, of which no head states a length. */
  GivenBody inChunks() {
    return new GivenBody(bytes.duplicate(), OptionalLong.empty(), digests, trailer, clientWaits);
  }

  /** The same from a client that waits for {@code 100 Continue}. */
  GivenBody awaited() {
    return new GivenBody(bytes.duplicate(), length, digests, trailer, true);
  }

  /** Whether nothing of it was read. */
  boolean isUntouched() {
    return bytes.position() == 0;
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public OptionalLong statedLength() {
    return length;
  }

  @Override
  public boolean isLongerThan(long limit) {
    return length.isPresent() && length.getAsLong() > limit;
  }

  @Override
  public ClientDigests digests() {
    return digests;
  }

  @Override
  public boolean clientWaits() {
    return clientWaits;
  }

  @Override
  public boolean read(ByteBuffer target) {
    int taken = Math.min(bytes.remaining(), target.remaining());
    target.put(bytes.slice(bytes.position(), taken));
    bytes.position(bytes.position() + taken);
    return !bytes.hasRemaining();
  }

  @Override
  public @Nullable ChecksumValue trailer() {
    return trailer;
  }
}
