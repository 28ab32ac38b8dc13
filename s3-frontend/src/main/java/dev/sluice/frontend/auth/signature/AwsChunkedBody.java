package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A body framed as aws-chunked: chunks, each behind a line with its size and perhaps its signature,
 * an empty last chunk, and perhaps trailing headers ("Transferring Payload in Multiple Chunks
 * (Chunked Upload)", Amazon S3 API Reference).
 */
final class AwsChunkedBody implements BodyDecoder {
  /** Longest line before a chunk; a signed one has up to 96 bytes. */
  static final int MAXIMUM_HEADER_BYTES = 256;

  /** Most bytes of trailing headers, line ends not counted. */
  static final int MAXIMUM_TRAILER_BYTES = 1024;

  /** Least size of a chunk that is not the last. Source: {@code InvalidChunkSizeError} of S3. */
  static final int MINIMUM_CHUNK_BYTES = 8192;

  private enum State {
    CHUNK_HEADER,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER,
    DONE
  }

  private final long length;
  private final boolean trailerAllowed;
  private final @Nullable ChunkChain chain;
  private final Trailers trailers;
  private final byte[] line = new byte[MAXIMUM_TRAILER_BYTES + 1];

  private State state = State.CHUNK_HEADER;
  private int lineLength;
  private int trailerBytes;
  private boolean blankBeforeSignature;
  private ChunkHeader chunk = new ChunkHeader(MINIMUM_CHUNK_BYTES, null);
  private long chunkNumber;
  private long chunkRemaining;
  private long remaining;

  /**
   * A decoder.
   *
   * @param length of the payload in bytes, as stated
   * @param trailer whether trailing headers may follow
   * @param announced the trailing headers that were announced, in lower case
   * @param signing what proves the chunks; null when they are not signed, or the key is not known
   *     here
   */
  AwsChunkedBody(
      long length, boolean trailer, Set<String> announced, @Nullable ChunkSigning signing) {
    this.length = length;
    this.trailerAllowed = trailer;
    this.trailers = new Trailers(announced);
    this.chain = signing == null ? null : new ChunkChain(signing);
    remaining = length;
  }

  @Override
  public void decode(ByteBuffer in, ByteBuffer out) {
    while (in.hasRemaining()) {
      switch (state) {
        case CHUNK_HEADER -> {
          String header = readLine(in, MAXIMUM_HEADER_BYTES);
          if (header != null) {
            beginChunk(ChunkHeader.parse(header));
          }
        }
        case CHUNK_DATA -> {
          if (!out.hasRemaining()) {
            return;
          }
          moveData(in, out);
        }
        case CHUNK_END -> {
          String end = readLine(in, 0);
          if (end != null) {
            state = chunk.size() == 0 ? State.DONE : State.CHUNK_HEADER;
          }
        }
        case TRAILER -> {
          String trailer = readLine(in, MAXIMUM_TRAILER_BYTES - trailerBytes);
          if (trailer != null) {
            addTrailer(trailer);
          }
        }
        case DONE -> throw ChunkHeader.malformed("bytes after its end");
      }
    }
  }

  private void beginChunk(ChunkHeader next) {
    if (chain != null && next.signature() == null) {
      throw ChunkHeader.malformed("chunk " + (chunkNumber + 1) + " has no signature");
    }
    if (next.size() > remaining) {
      throw incomplete();
    }
    if (next.size() > 0 && chunk.size() < MINIMUM_CHUNK_BYTES) {
      throw new S3Exception(S3ErrorCode.INVALID_CHUNK_SIZE)
          .with("Chunk", Long.toString(chunkNumber + 1))
          .with("BadChunkSize", Long.toString(chunk.size()));
    }
    chunk = next;
    chunkNumber++;
    chunkRemaining = next.size();
    if (next.size() > 0) {
      state = State.CHUNK_DATA;
    } else {
      beginEnd();
    }
  }

  private void beginEnd() {
    if (remaining > 0) {
      throw incomplete();
    }
    verifyChunk();
    state = trailerAllowed ? State.TRAILER : State.CHUNK_END;
  }

  private void moveData(ByteBuffer in, ByteBuffer out) {
    int limit = in.limit();
    int count = (int) Math.min(chunkRemaining, Math.min(in.remaining(), out.remaining()));
    in.limit(in.position() + count);
    if (chain != null) {
      chain.update(in);
    }
    chunkRemaining -= count;
    remaining -= count;
    if (chunkRemaining == 0) {
      verifyChunk(); // before its last bytes are given out
      state = State.CHUNK_END;
    }
    out.put(in);
    in.limit(limit);
  }

  private void verifyChunk() {
    if (chain != null && chunk.signature() != null) {
      chain.verifyChunk(chunk.signature());
    }
  }

  private void addTrailer(String trailer) {
    trailerBytes += trailer.length();
    if (!trailer.isEmpty()) {
      trailers.add(trailer);
    } else if (chain == null || trailers.isSigned()) {
      endTrailer();
    } else if (blankBeforeSignature) {
      throw Trailers.malformed();
    } else {
      blankBeforeSignature =
          true; // the API reference ends trailing headers in LF CR LF in one place, in CR LF in
      // another
    }
  }

  private void endTrailer() {
    trailers.checkComplete();
    if (chain != null) {
      trailers.verify(chain);
    }
    state = State.DONE;
  }

  /**
   * Collects a line of at most {@code limit} bytes; null until its end has come. Lines end in CR
   * LF, in a trailer also in LF.
   */
  private @Nullable String readLine(ByteBuffer in, int limit) {
    while (in.hasRemaining()) {
      byte next = in.get();
      if (next != '\n') {
        if (lineLength > limit) {
          throw state == State.TRAILER
              ? Trailers.malformed()
              : ChunkHeader.malformed("line too long");
        }
        line[lineLength++] = next;
        continue;
      }
      boolean carriageReturn = lineLength > 0 && line[lineLength - 1] == '\r';
      if (!carriageReturn && state != State.TRAILER) {
        throw ChunkHeader.malformed("line without CR LF at its end");
      }
      String text = new String(line, 0, carriageReturn ? lineLength - 1 : lineLength, ISO_8859_1);
      lineLength = 0;
      return text;
    }
    return null;
  }

  @Override
  public void end() {
    if (state != State.DONE) {
      throw incomplete();
    }
  }

  @Override
  public Map<String, String> trailers() {
    return trailers.values();
  }

  private S3Exception incomplete() {
    return new S3Exception(S3ErrorCode.INCOMPLETE_BODY)
        .with("NumberBytesExpected", Long.toString(length))
        .with("NumberBytesProvided", Long.toString(length - remaining));
  }
}
