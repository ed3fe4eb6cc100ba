package io.gpuledger.ingest.collect;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of S3, or of a service that speaks its protocol, by the client of AWS. Credentials are
 * those that it finds by itself; what fails for a moment it tries again.
 */
public final class S3Store implements ObjectStore {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final String bucket;
  private final String prefix;
  private final S3Client client;

  private S3Store(String bucket, String prefix, S3Client client) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.client = client;
  }

  /**
   * A bucket; nothing is called yet.
   *
   * @param prefix of the keys that are listed; may be empty
   * @param region empty where the client finds it
   * @param endpoint of another service than AWS
   * @throws IOException if no region is to be found
   */
  public static S3Store open(
      String bucket, String prefix, Optional<String> region, Optional<URI> endpoint)
      throws IOException {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE));
    region.map(Region::of).ifPresent(builder::region);
    if (endpoint.isPresent()) {
      // Other services name the bucket in the path and care little for the region.
      builder.endpointOverride(endpoint.get()).forcePathStyle(true);
      if (region.isEmpty()) {
        builder.region(Region.US_EAST_1);
      }
    } else {
      builder.crossRegionAccessEnabled(true);
    }
    try {
      return new S3Store(bucket, prefix, builder.build());
    } catch (SdkException e) {
      throw new IOException("s3://" + bucket + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String place() {
    return "s3://" + bucket + "/" + prefix;
  }

  /** What keys have before the part that is shown: the folders of the prefix. */
  private String base() {
    return prefix.substring(0, prefix.lastIndexOf('/') + 1);
  }

  @Override
  public List<StoredObject> list() throws IOException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build();
    List<StoredObject> found = new ArrayList<>();
    try {
      for (S3Object object : client.listObjectsV2Paginator(request).contents()) {
        if (object.key().endsWith("/")) {
          // Consoles mark folders so.
          continue;
        }
        if (found.size() == MAX_OBJECTS) {
          throw ObjectStore.tooMany(place());
        }
        found.add(
            new StoredObject(
                object.key().substring(base().length()),
                object.eTag(),
                object.size(),
                object.lastModified()));
      }
    } catch (SdkException e) {
      throw told(place(), e);
    }
    found.sort(Comparator.comparing(StoredObject::key));
    return found;
  }

  @Override
  public InputStream open(StoredObject object) throws IOException {
    String what = "s3://" + bucket + "/" + base() + object.key();
    try {
      return new CheckedStream(
          client.getObject(
              GetObjectRequest.builder()
                  .bucket(bucket)
                  .key(base() + object.key())
                  .ifMatch(object.version())
                  .build()),
          object.bytes(),
          what);
    } catch (SdkException e) {
      throw told(what, e);
    }
  }

  private static IOException told(String what, SdkException e) {
    int status = e instanceof AwsServiceException told ? told.statusCode() : 0;
    String words =
        switch (status) {
          case 403 ->
              "access is refused (403); the credentials need s3:ListBucket of the bucket and"
                  + " s3:GetObject of its objects";
          case 404 -> "there is no such bucket or object (404)";
          case 412 -> "it changed since it was listed (412)";
          default -> String.valueOf(e.getMessage());
        };
    return new IOException(what + ": " + words, e);
  }

  @Override
  public void close() {
    client.close();
  }
}
