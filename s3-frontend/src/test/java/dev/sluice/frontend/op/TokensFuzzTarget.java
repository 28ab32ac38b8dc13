package dev.sluice.frontend.op;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;

/** {@link Tokens} carry every name, and a token that is none is InvalidArgument. */
final class TokensFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    require(Tokens.decode(Tokens.encode(text)).equals(text), "there and back", text);
    try {
      String name = Tokens.decode(text);
      require(Tokens.decode(Tokens.encode(name)).equals(name), "there and back", text, name);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_ARGUMENT, "InvalidArgument", text, e.code());
    }
  }
}
