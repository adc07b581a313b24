package io.kguard.cluster;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A refusal or a failure, answered as a {@code Status} object. */
final class ApiStatus extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    ApiStatus(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    static ApiStatus notFound(ApiResource resource, String name) {
        return new ApiStatus(404, "NotFound", resource.qualifiedName() + " \"" + name + "\" not found");
    }

    static ApiStatus noSuchPath() {
        return new ApiStatus(404, "NotFound", "the server could not find the requested resource");
    }

    static ApiStatus badRequest(String message) {
        return new ApiStatus(400, "BadRequest", message);
    }

    static ApiStatus alreadyExists(ApiResource resource, String name) {
        return new ApiStatus(409, "AlreadyExists", resource.qualifiedName() + " \"" + name + "\" already exists");
    }

    static ApiStatus forbidden(UserInfo user, RequestInfo info) {
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
        return new ApiStatus(403, "Forbidden", subject + "forbidden: User \"" + user.username() + "\" " + what);
    }

    static ApiStatus unauthorized() {
        return new ApiStatus(401, "Unauthorized", "Unauthorized");
    }

    int code() {
        return code;
    }

    ObjectNode toJson() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        return status.put("code", code);
    }
}
