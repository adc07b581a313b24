// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A refusal or a failure, sent as a {@code Status} object. */
final class ApiStatus extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String CONFLICT = "Conflict";

    private final int code;
    private final String reason;
    private final transient @Nullable ObjectNode details;

    /** With the reason that the code mostly has. */
    public ApiStatus(int code, String message) {
        this(code, reason(code), message, null);
    }

    ApiStatus(int code, String reason, String message, @Nullable ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    private static String reason(int code) {
        return switch (code) {
            case 400 -> "BadRequest";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 405 -> "MethodNotAllowed";
            case 410 -> "Expired";
            case 413 -> "RequestEntityTooLarge";
            case 415 -> "UnsupportedMediaType";
            case 422 -> "Invalid";
            case 429 -> "TooManyRequests";
            case 501 -> "NotImplemented";
            case 503 -> "ServiceUnavailable";
            default -> "InternalError";
        };
    }

    /** A refusal that also names its object in the details: clients look there. */
    private static ApiStatus of(int code, String message, ApiResource resource, String name) {
        return new ApiStatus(code, reason(code), message, details(resource, name));
    }

    private static ObjectNode details(ApiResource resource, String name) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        ApiObject.putGiven(details, "name", name);
        ApiObject.putGiven(details, "group", resource.group());
        return details.put("kind", resource.plural());
    }

    public static ApiStatus notFound(ApiResource resource, String name) {
        String message = resource.qualifiedName() + " \"" + name + "\" not found";
        return of(404, message, resource, name);
    }

    public static ApiStatus noSuchPath() {
        return notFound("the server could not find the requested resource");
    }

    /** A missing thing that is not an object. */
    public static ApiStatus notFound(String message) {
        return new ApiStatus(404, reason(404), message, JsonNodeFactory.instance.objectNode());
    }

    static ApiStatus notServed(RequestInfo info) {
        return notFound("the simulated API server does not serve " + info.resourceAndSubresource());
    }

    static ApiStatus methodNotAllowed() {
        return new ApiStatus(405, "the server does not allow this method on the requested resource");
    }

    public static ApiStatus badRequest(String message) {
        return new ApiStatus(400, message);
    }

    static ApiStatus alreadyExists(ApiResource resource, String name) {
        String message = resource.qualifiedName() + " \"" + name + "\" already exists";
        return new ApiStatus(409, "AlreadyExists", message, details(resource, name));
    }

    static ApiStatus conflict(ApiResource resource, String name) {
        String message = "Operation cannot be fulfilled on " + resource.qualifiedName() + " \"" + name
                + "\": the object has been modified; please apply your changes to the latest version and try again";
        return new ApiStatus(409, CONFLICT, message, details(resource, name));
    }

    /** Whether an object was changed by another request. */
    boolean isConflict() {
        return reason.equals(CONFLICT);
    }

    /**
     * An object that violates rules.
     *
     * @param problems each is the field, a colon, and what is wrong with it
     */
    public static ApiStatus invalid(ApiResource resource, String name, String... problems) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("name", name).put("group", resource.group()).put("kind", resource.kind());
        ArrayNode causes = details.putArray("causes");
        for (String problem : problems) {
            int colon = problem.indexOf(": ");
            String what = problem.substring(colon < 0 ? 0 : colon + 2);
            ObjectNode cause = causes.addObject();
            cause.put("reason", cause(what)).put("message", what);
            cause.put("field", problem.substring(0, Math.max(colon, 0)));
        }
        String kind = resource.group().isEmpty() ? resource.kind() : resource.kind() + "." + resource.group();
        String list = problems.length == 1 ? problems[0] : "[" + String.join(", ", problems) + "]";
        return new ApiStatus(422, "Invalid", kind + " \"" + name + "\" is invalid: " + list, details);
    }

    /**
     * Refuses an object that violates rules.
     *
     * @param problems as of {@link #invalid}
     */
    static void requireNone(ApiResource resource, ObjectNode object, List<String> problems) {
        if (!problems.isEmpty()) {
            throw invalid(resource, ApiObject.name(object), problems.toArray(String[]::new));
        }
    }

    private static String cause(String what) {
        return switch (what.split(":", 2)[0]) {
            case "Required value" -> "FieldValueRequired";
            case "Forbidden" -> "FieldValueForbidden";
            case "Duplicate value" -> "FieldValueDuplicate";
            case "Unsupported value" -> "FieldValueNotSupported";
            default -> "FieldValueInvalid";
        };
    }

    /** An object that admission refuses. */
    public static ApiStatus forbidden(ApiResource resource, String name, String reason) {
        return of(403, resource.qualifiedName() + " \"" + name + "\" is forbidden: " + reason, resource, name);
    }

    /** What a real API server does and the simulated one does not. */
    public static ApiStatus notSimulated(String what) {
        return new ApiStatus(501, "the simulated API server refuses " + what);
    }

    public static ApiStatus forbidden(UserInfo user, RequestInfo info) {
        String what = info.isResourceRequest()
                ? "cannot " + info.verb() + " resource \"" + info.resourceAndSubresource() + "\" in API group \""
                        + info.group() + "\""
                        + (info.namespace().isEmpty()
                                ? " at the cluster scope"
                                : " in the namespace \"" + info.namespace() + "\"")
                : "cannot " + info.verb() + " path \"" + info.path() + "\"";
        String subject = info.resource() == null
                ? ""
                : info.resource().qualifiedName() + (info.name().isEmpty() ? "" : " \"" + info.name() + "\"") + " is ";
        String message = subject + "forbidden: User \"" + user.username() + "\" " + what;
        return info.resource() == null ? new ApiStatus(403, message) : of(403, message, info.resource(), info.name());
    }

    public static ApiStatus unauthorized() {
        return new ApiStatus(401, "Unauthorized");
    }

    public int code() {
        return code;
    }

    public ObjectNode toJson() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (details != null) {
            status.set("details", details);
        }
        return status.put("code", code);
    }
}
