// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Access reviews: may I, may they, who am I. They are answered and not stored. */
record ReviewEndpoint(RbacAuthorizer authorizer) {
    static boolean serves(ApiResource resource) {
        return resource.group().equals("authorization.k8s.io")
                || resource.group().equals("authentication.k8s.io");
    }

    void handle(Exchange exchange) {
        ObjectNode review = exchange.objectBody();
        JsonNode spec = review.path("spec");
        switch (exchange.resource().plural()) {
            case "selfsubjectaccessreviews" -> decide(exchange.user(), spec, review);
            case "subjectaccessreviews" -> decide(subject(spec), spec, review);
            case "selfsubjectreviews" -> {
                ObjectNode user = review.putObject("status").putObject("userInfo");
                user.put("username", exchange.user().username());
                exchange.user().groups().forEach(user.putArray("groups")::add);
            }
            case "selfsubjectrulesreviews" -> rules(exchange.user(), spec, review);
            default ->
                throw new ApiStatus(
                        501,
                        "the simulated API server does not answer "
                                + exchange.resource().kind());
        }
        exchange.respond(201, review);
    }

    private void decide(UserInfo user, JsonNode spec, ObjectNode review) {
        RbacAuthorizer.Decision decision = authorizer.decide(user, request(spec));
        ObjectNode status = review.putObject("status").put("allowed", decision.allowed());
        ApiObject.putGiven(status, "reason", decision.reason());
    }

    private void rules(UserInfo user, JsonNode spec, ObjectNode review) {
        ObjectNode status = review.putObject("status");
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        status.put("incomplete", false);
        List<JsonNode> rules =
                new ArrayList<>(authorizer.rules(user, spec.path("namespace").asString("")));
        ObjectNode everything = ResourceStore.JSON.createObjectNode();
        everything.putArray("verbs").add("*");
        if (user.groups().contains(UserInfo.MASTERS)) {
            rules.add(everything.deepCopy().set("nonResourceURLs", array("*")));
            everything.set("apiGroups", array("*"));
            rules.add(everything.set("resources", array("*")));
        }
        for (JsonNode rule : rules) {
            (rule.has("nonResourceURLs") ? paths : resources).add(rule);
        }
    }

    private static ArrayNode array(String... words) {
        ArrayNode array = ResourceStore.JSON.createArrayNode();
        List.of(words).forEach(array::add);
        return array;
    }

    private static UserInfo subject(JsonNode spec) {
        List<String> groups = new ArrayList<>();
        spec.path("groups").forEach(group -> groups.add(group.asString("")));
        return new UserInfo(spec.path("user").asString(""), spec.path("uid").asString(""), groups);
    }

    private static RequestInfo request(JsonNode spec) {
        JsonNode path = spec.path("nonResourceAttributes");
        if (!path.isMissingNode()) {
            return RequestInfo.question(
                    path.path("verb").asString(""), path.path("path").asString(""));
        }
        JsonNode attributes = spec.path("resourceAttributes");
        String verb = attributes.path("verb").asString("");
        String group = attributes.path("group").asString("");
        String plural = attributes.path("resource").asString("");
        ApiResource known = ApiResources.all().stream()
                .filter(resource ->
                        resource.group().equals(group) && resource.plural().equals(plural))
                .findFirst()
                .orElse(ApiResource.ofPermissions(group, plural, true, verb));
        return RequestInfo.question(
                verb,
                known,
                attributes.path("namespace").asString(""),
                attributes.path("name").asString(""),
                attributes.path("subresource").asString(""));
    }
}
