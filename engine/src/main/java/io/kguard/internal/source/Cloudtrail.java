// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records of AWS CloudTrail.
 *
 * <p>Source: Falco's plugin {@code cloudtrail}, 0.17.1, with its quirks: a field whose value is no string has the empty
 * string, and {@code ct.request.documentname} never has a value.
 */
final class Cloudtrail extends FieldedSource {
    private static final String RECORD = "this record of CloudTrail";
    private static final String DOMAIN = ".amazonaws.com";
    private static final String IDENTITY = "userIdentity";
    private static final String REQUEST = "requestParameters";
    private static final String RESPONSE = "responseElements";
    private static final String MORE = "additionalEventData";
    private static final String[] MAY_BE_OMITTED = {REQUEST, RESPONSE, MORE, "serviceEventDetails"};
    private static final String READS = latin1("\u2190");
    private static final String WRITES = latin1("\u2192");

    Cloudtrail() {
        super(EventSource.AWS_CLOUDTRAIL, "0.17.1", "%ct.name by %ct.user");
        put("ct.shortsrc", event -> shortened(FastJson.text(event, "eventSource")));
        put("ct.info", Cloudtrail::summary);
        put("ct.resources", Cloudtrail::resources);
        put("ct.user", Cloudtrail::user);
        put("ct.originaluser", Cloudtrail::originalUser);
        put("ct.user.accountid", event -> {
            String account = FastJson.text(event, IDENTITY, "accountId");
            return account == null ? FastJson.text(event, "recipientAccountId") : account;
        });
        put("ct.request.documentname", event -> null);
        objects();
    }

    private void objects() {
        put("s3.uri", Cloudtrail::uri);
        number("s3.bytes", Cloudtrail::bytes);
        number("s3.bytes.in", event -> transferred(event, "In"));
        number("s3.bytes.out", event -> transferred(event, "Out"));
        number("s3.cnt.get", event -> FastJson.textOrEmpty(event, "eventName").equals("GetObject") ? 1L : null);
        number("s3.cnt.put", event -> FastJson.textOrEmpty(event, "eventName").equals("PutObject") ? 1L : null);
        number("s3.cnt.other", event -> {
            String name = FastJson.textOrEmpty(event, "eventName");
            return name.equals("GetObject") || name.equals("PutObject") ? null : 1L;
        });
        put("ec2.name", Cloudtrail::instanceName);
        put("ec2.imageid", event -> {
            List<String> first = CloudtrailImages.of(event, 0);
            return first.isEmpty() ? null : first.get(0);
        });
        put("ec2.imageids", new Extraction.TextsAt(CloudtrailImages::of));
    }

    private void number(String field, Function<JsonValue, @Nullable Long> counting) {
        put(field, new Extraction.Count(counting));
    }

    private static @Nullable String shortened(@Nullable String source) {
        return source != null && source.length() > DOMAIN.length() && source.endsWith(DOMAIN)
                ? source.substring(0, source.length() - DOMAIN.length())
                : source;
    }

    private static @Nullable String user(JsonValue event) {
        String type = FastJson.string(event, IDENTITY, "type");
        return type == null
                ? null
                : switch (type) {
                    case "Root", "IAMUser" -> FastJson.text(event, IDENTITY, "userName");
                    case "AWSService" -> FastJson.text(event, IDENTITY, "invokedBy");
                    case "AssumedRole" -> {
                        String role = FastJson.text(event, IDENTITY, "sessionContext", "sessionIssuer", "userName");
                        yield role == null ? type : role;
                    }
                    case "AWSAccount", "FederatedUser" -> type;
                    default -> null;
                };
    }

    /** The name of a role's session; for others the name of the user. */
    private static @Nullable String originalUser(JsonValue event) {
        if (!"AssumedRole".equals(FastJson.string(event, IDENTITY, "type"))) {
            return FastJson.text(event, IDENTITY, "userName");
        }
        String[] arn = FastJson.textOrEmpty(event, IDENTITY, "arn").split("/", -1);
        if (arn.length == 3) {
            return arn[2];
        }
        String[] principal =
                FastJson.textOrEmpty(event, IDENTITY, "principalId").split(":", -1);
        return principal.length == 2 ? principal[1] : null;
    }

    private static @Nullable String resources(JsonValue event) {
        JsonValue all = FastJson.array(event, "resources");
        if (all == null || all.size() == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            text.append(i == 0 ? "" : ",").append(all.element(i).json());
        }
        return text.toString();
    }

    private static @Nullable String uri(JsonValue event) {
        String bucket = FastJson.string(event, REQUEST, "bucketName");
        String key = FastJson.string(event, REQUEST, "key");
        return bucket == null || key == null ? null : "s3://" + bucket + "/" + key;
    }

    private static @Nullable Long transferred(JsonValue event, String direction) {
        JsonValue value = event.get(MORE, "bytesTransferred" + direction);
        return value == null ? null : FastJson.number(value);
    }

    private static @Nullable Long bytes(JsonValue event) {
        Long in = transferred(event, "In");
        Long out = transferred(event, "Out");
        return in == null && out == null ? null : (in == null ? 0 : in) + (out == null ? 0 : out);
    }

    /** The tag {@code Name} of the last of the instances that has one. */
    private static @Nullable String instanceName(JsonValue event) {
        JsonValue items = FastJson.array(event, REQUEST, "tagSpecificationSet", "items");
        String name = "";
        for (int i = 0; items != null && i < items.size(); i++) {
            JsonValue tags =
                    FastJson.textOrEmpty(items.element(i), "resourceType").equals("instance")
                            ? FastJson.array(items.element(i), "tags")
                            : null;
            for (int j = 0; tags != null && j < tags.size(); j++) {
                if (FastJson.textOrEmpty(tags.element(j), "key").equals("Name")) {
                    name = FastJson.textOrEmpty(tags.element(j), "value");
                    break;
                }
            }
        }
        return name.isEmpty() ? null : name;
    }

    /** What {@code ct.info} has: who did what from where, and on what. */
    private static String summary(JsonValue event) {
        String user = user(event);
        if (user == null) {
            return "<invalid cloudtrail event: userIdentity field missing>";
        }
        String address = FastJson.text(event, "sourceIPAddress");
        if (address == null) {
            return "<invalid cloudtrail event: eventSource field missing>";
        }
        String name = FastJson.text(event, "eventName");
        if (name == null) {
            return "<invalid cloudtrail event: eventName field missing>";
        }
        boolean writes = event.get("readOnly") != null && !FastJson.isTrue(event, "readOnly");
        String who = user.equals(address) ? user : user + " via " + address;
        String text = who + " " + (event.get("errorCode") == null ? "" : "!") + (writes ? WRITES : READS) + " " + name;
        return name.equals("PutBucketPublicAccessBlock") ? text + accessBlock(event) : text + target(event);
    }

    /** The plugin looks for these at the top of the record, where they never are. */
    private static String accessBlock(JsonValue event) {
        if (!FastJson.isObject(event.get(REQUEST, "PublicAccessBlockConfiguration"))) {
            return "";
        }
        StringBuilder text = new StringBuilder(" ");
        for (String key :
                new String[] {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}) {
            text.append(key).append('=').append(FastJson.isTrue(event, key)).append(' ');
        }
        return text.toString();
    }

    private static String target(JsonValue event) {
        Long bytes = bytes(event);
        String size = bytes == null ? "" : " Size=" + Long.toUnsignedString(bytes);
        String uri = uri(event);
        if (uri != null) {
            return size + " URI=" + uri;
        }
        String[][] named = {{"bucketName", " Bucket="}, {"key", " Key="}, {"Host", " Host="}};
        for (String[] one : named) {
            String value = FastJson.text(event, REQUEST, one[0]);
            if (value != null) {
                return size + one[1] + value;
            }
        }
        return size;
    }

    private static String latin1(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    @Override
    public boolean wrote(JsonValue document) {
        return document.get("eventSource") != null
                && document.get("eventName") != null
                && document.get("awsRegion") != null;
    }

    @Override
    public List<SourceEvent> events(JsonValue document) {
        long time = FastJson.time(RECORD, document, "eventTime");
        String type = FastJson.string(document, "eventType");
        if (type == null) {
            throw new SourceEventException(RECORD
                    + " has no \"eventType\"; Falco's plugin leaves such records out, so no" + " rule would see it");
        }
        if (type.equals("AwsCloudTrailInsight")) {
            throw new SourceEventException(
                    RECORD + " is an insight; Falco's plugin leaves insights out, so no rule would see it");
        }
        return List.of(new DocumentEvent(source(), document, time, isTruncated(document)));
    }

    /** Whether the service left out something that made the record too large. */
    private static boolean isTruncated(JsonValue record) {
        for (String key : MAY_BE_OMITTED) {
            if (FastJson.isTrue(record, key, "omitted")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable String info(JsonValue event) {
        String source = shortened(FastJson.string(event, "eventSource"));
        String region = FastJson.string(event, "awsRegion");
        String name = FastJson.string(event, "eventName");
        if (source == null || region == null || name == null) {
            return null;
        }
        String user = user(event);
        return region + (user == null || user.isEmpty() ? "" : " " + user) + " " + source + " " + name + " "
                + summary(event);
    }
}
