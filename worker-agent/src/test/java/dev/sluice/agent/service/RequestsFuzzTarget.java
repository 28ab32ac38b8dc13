package dev.sluice.agent.service;

import static dev.sluice.fuzzing.FuzzTarget.require;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.fuzzing.FuzzTarget;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.Finish;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListUploadsRequest;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.UploadPartHeader;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Any message that a peer sends is a request, or refused as invalid or as one for what is not
 * there: {@link StoreRequests}, {@link SettingsMessages}, {@link UploadMessages}.
 */
final class RequestsFuzzTarget implements FuzzTarget {
  private static final Set<Status.Code> REFUSALS =
      EnumSet.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.UNIMPLEMENTED);

  private interface Parser<M> {
    M parse(byte[] bytes) throws InvalidProtocolBufferException;
  }

  @Override
  public void attack(byte[] input) {
    check(input, PutObjectHeader::parseFrom, StoreRequests::put);
    check(input, Finish::parseFrom, StoreRequests::finish);
    check(input, GetObjectRequest::parseFrom, StoreRequests::read);
    check(input, HeadObjectRequest::parseFrom, StoreRequests::read);
    check(input, ListObjectsRequest::parseFrom, StoreRequests::list);
    check(input, CopyObjectRequest::parseFrom, StoreRequests::copy);
    check(input, CreateUploadRequest::parseFrom, UploadMessages::create);
    check(input, UploadPartHeader::parseFrom, UploadMessages::part);
    check(input, CopyPartRequest::parseFrom, UploadMessages::copyPart);
    check(input, ListUploadsRequest::parseFrom, UploadMessages::list);
    check(input, CompleteUploadRequest::parseFrom, UploadMessages::complete);
    check(input, BucketSettings::parseFrom, SettingsMessages::toModel);
  }

  private static <M> void check(byte[] input, Parser<M> parser, Function<M, ?> request) {
    try {
      require(request.apply(parser.parse(input)) != null, "a request");
    } catch (InvalidProtocolBufferException e) {
      // no such message
    } catch (StorageException e) {
      Status.Code code = StorageStatus.toStatus(e).getStatus().getCode();
      require(REFUSALS.contains(code), "refused as invalid", code, e);
    }
  }
}
