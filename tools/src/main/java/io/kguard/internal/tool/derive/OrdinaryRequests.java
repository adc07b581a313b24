// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Plain.EVENT_NUMBER;

import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.tool.derive.Fact.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ordinary request of a person to a Kubernetes API server. */
final class OrdinaryRequests implements Ordinary {
    private static final Place VERB = new Place("/verb");
    private static final Place URI = new Place("/requestURI");
    private static final Place RESOURCE = new Place("/objectRef/resource");
    private static final Place SUBRESOURCE = new Place("/objectRef/subresource");
    private static final String PANIC = "Panic";
    private static final Set<String> STAGES = Set.of("RequestReceived", "ResponseStarted", "ResponseComplete", PANIC);
    /** The codes of an API server's answers. */
    private static final Set<String> CODES = Set.of("""
            101 200 201 202 204 301 302 304 307 400 401 403 404 405 406 409 410 413 415 422 429 500 502 503 504""".split("\\s+", -1));

    private static final Place STAGE = new Place("/stage");
    private static final Place CODE = new Place("/responseStatus/code");
    private static final Place USER = new Place("/user/username");

    /** What each audit event has. */
    private static final Set<String> REQUIRED = Set.of(
            "/kind",
            "/level",
            "/auditID",
            "/stage",
            "/requestURI",
            "/verb",
            "/user/username",
            "/objectRef/resource",
            "/objectRef/name",
            "/stageTimestamp");

    private static final Set<String> VERBS = Set.of("""
            get list watch create update patch delete deletecollection post put head options""".split("\\s+", -1));
    /** Verbs for all objects of a resource. */
    private static final Set<String> OF_ALL = Set.of("list", "watch", "deletecollection");
    /** Subresources whose answer is a stream. */
    private static final Set<String> STREAMS = Set.of("exec", "attach", "portforward");

    private static final Set<String> WRITING = Set.of("create", "update", "patch");
    private static final Set<String> NUMBERS = Set.of("code", "runAsUser", "runAsGroup", "fsGroup", "hostPort");

    /** The values to try of each place, after the ordinary one. */
    private static final Map<String, List<String>> PLACES = new LinkedHashMap<>();

    /** The ordinary values that depend on nothing. */
    private static final Map<String, String> ORDINARY = new HashMap<>();

    static {
        for (String[] row : ResourceTable.rows(OrdinaryRequests.class, "ordinary-request.tsv", -1)) {
            PLACES.put(row[0], List.of(row).subList(2, row.length));
            if (!row[1].equals("-")) {
                ORDINARY.put(row[0], row[1]);
            }
        }
    }

    @Override
    public @Nullable String value(Fact fact, Facts facts) {
        String pointer = fact.pointer();
        if (isOfNoResource(facts) && pointer.matches("/(objectRef|requestObject|responseObject)/.*")
                || isMissing(pointer, facts.decided(STAGE))) {
            return null;
        }
        return switch (pointer) {
            case "/requestURI" -> uri(facts);
            case "/user/groups/-" -> groups(facts.value(USER, ""));
            case "/objectRef/namespace" -> namespace(facts);
            case "/objectRef/name" -> OF_ALL.contains(facts.value(VERB, "")) ? null : ORDINARY.get(pointer);
            case "/objectRef/apiGroup" -> resource(facts).group();
            case "/objectRef/apiVersion" -> resource(facts).version().replaceFirst(".*/", "");
            case "/responseStatus/code" -> code(facts);
            case "/requestObject/spec/containers/-/name" -> writes("pods", facts) ? "web" : null;
            case "/requestObject/spec/containers/-/image" ->
                writes("pods", facts) ? "registry.example.com/web:1.0" : null;
            case "/requestObject/metadata/name", "/responseObject/metadata/name" ->
                writes(null, facts) ? facts.at("/objectRef/name") : null;
            case "/requestObject/kind" ->
                writes(null, facts) && !resource(facts).kind().isEmpty()
                        ? resource(facts).kind()
                        : null;
            case "/requestObject/apiVersion" ->
                writes(null, facts) ? resource(facts).version() : null;
            default -> fact == EVENT_NUMBER ? "9" : ORDINARY.get(pointer);
        };
    }

    /** Whether an event of a stage has no such place. Before a request is read, nothing is known but who asks for what. */
    private static boolean isMissing(String pointer, @Nullable String stage) {
        return switch (String.valueOf(stage)) {
            case "RequestReceived" -> pointer.matches("/(requestObject|responseObject|responseStatus|annotations)/.*");
            case "ResponseStarted" -> pointer.startsWith("/responseObject/");
            default -> false;
        };
    }

    private static ServedResource resource(Facts facts) {
        return ServedResource.of(facts.value(RESOURCE, ""));
    }

    /** Whether a request is for something else than resources, such as the server's health. */
    private static boolean isOfNoResource(Facts facts) {
        String uri = facts.decided(URI);
        return uri != null && !uri.startsWith("/api/") && !uri.startsWith("/apis/");
    }

    private static String groups(String user) {
        return user.equals("system:anonymous")
                ? "system:unauthenticated"
                : user.startsWith("system:serviceaccount:")
                        ? "system:serviceaccounts,system:authenticated"
                        : "system:authenticated";
    }

    /** The namespace of what a request is for. Also a namespace itself is in the one of its name, but for the one who creates it. */
    private static @Nullable String namespace(Facts facts) {
        if (facts.is(RESOURCE, "namespaces")) {
            return facts.is(VERB, "create") ? null : facts.at("/objectRef/name");
        }
        return resource(facts).ofCluster() ? null : "shop";
    }

    private static String code(Facts facts) {
        if (PANIC.equals(facts.decided(STAGE))) {
            return "500";
        }
        String decision = facts.value(new Place("/annotations/authorization.k8s.io~1decision"), "allow");
        if (!decision.equals("allow")) {
            return "403";
        }
        String subresource = facts.value(SUBRESOURCE, "");
        return !isServed(facts.value(RESOURCE), facts.value(VERB), facts)
                ? "404"
                : STREAMS.contains(subresource) ? "101" : facts.is(VERB, "create") ? "201" : "200";
    }

    /** Whether a server does what a request asks for. A request for anything else fails, and is an audit event, too. */
    private static boolean isServed(@Nullable String resource, @Nullable String verb, Facts facts) {
        String subresource = facts.at(SUBRESOURCE.pointer());
        return subresource == null || resource == null || ServedResource.hasSubresource(resource, subresource, verb);
    }

    @Override
    public boolean isPossible(Fact fact, String value, Facts facts) {
        return switch (fact.pointer()) {
            case "/requestURI" -> value.startsWith("/") && !value.startsWith("//");
            case "/verb" -> VERBS.contains(value);
            case "/objectRef/resource" -> value.matches("[a-z][a-z0-9.-]*");
            case "/objectRef/subresource" -> value.matches("[a-z]+");
            case "/objectRef/namespace" -> value.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
            case "/objectRef/name" -> value.matches("[^/% ]+");
            case "/user/username" -> !value.isEmpty();
            case "/responseStatus/code" ->
                CODES.contains(value)
                        && !isMissing(fact.pointer(), facts.decided(STAGE))
                        && (value.charAt(0) >= '4' || isServed(facts.value(RESOURCE), facts.value(VERB), facts))
                        && (!PANIC.equals(facts.decided(STAGE)) || value.charAt(0) == '5');
            case "/stage" ->
                STAGES.contains(value)
                        && (facts.decided(CODE) == null
                                || value.equals(PANIC) == facts.value(CODE, "").startsWith("5"));
            case "" -> true;
            default ->
                !isMissing(fact.pointer(), facts.decided(STAGE)) && (!isPath(fact, facts) || value.startsWith("/"));
        };
    }

    @Override
    public List<Fact> beside(Fact fact) {
        return fact.equals(SUBRESOURCE)
                ? List.of(VERB, RESOURCE, CODE)
                : fact.equals(RESOURCE) || fact.equals(VERB)
                        ? List.of(SUBRESOURCE, CODE)
                        : fact.equals(STAGE) ? List.of(CODE) : fact.equals(CODE) ? List.of(STAGE) : List.of();
    }

    /** The pointers of an ordinary request, in the order of a document. */
    static List<String> pointers() {
        return List.copyOf(PLACES.keySet());
    }

    private static boolean writes(@Nullable String resource, Facts facts) {
        return WRITING.contains(facts.value(VERB, ""))
                && facts.at("/objectRef/subresource") == null
                && (resource == null || facts.is(RESOURCE, resource));
    }

    private static String uri(Facts facts) {
        StringBuilder uri = new StringBuilder(resource(facts).root());
        String namespace = facts.at("/objectRef/namespace");
        if (namespace != null && !facts.is(RESOURCE, "namespaces")) {
            uri.append("/namespaces/").append(namespace);
        }
        uri.append('/').append(facts.value(RESOURCE, "pods"));
        String name = facts.at("/objectRef/name");
        String subresource = facts.at("/objectRef/subresource");
        if (name != null && (!facts.is(VERB, "create") || subresource != null)) {
            uri.append('/').append(name);
        }
        return subresource == null
                ? uri.toString()
                : uri.append('/').append(subresource).toString();
    }

    @Override
    public List<String> preferred(Fact fact, Facts facts) {
        String pointer = fact.pointer();
        List<String> values = new ArrayList<>(PLACES.getOrDefault(pointer, List.of()));
        String last = pointer.substring(pointer.lastIndexOf('/') + 1);
        if (fact.equals(VERB)) {
            values.sort(Comparator.comparing(verb -> !isServed(facts.value(RESOURCE), verb, facts)));
        } else if (fact.equals(RESOURCE)) {
            values.sort(Comparator.comparing(resource -> !isServed(resource, facts.decided(VERB), facts)));
        }
        if (fact.equals(SUBRESOURCE)) {
            values.addAll(ServedResource.subresources(facts.value(RESOURCE, "")));
        } else if (NUMBERS.contains(last)) {
            values.addAll(List.of("0", "1000"));
        } else if (isFlag(last)) {
            values.addAll(List.of("true", "false"));
        } else {
            values.addAll(List.of("web", "data", "x"));
        }
        return values;
    }

    static boolean isFlag(String key) {
        return key.startsWith("host") && !key.equals("hostPath") && !key.equals("hostPort")
                || Set.of("privileged", "allowPrivilegeEscalation", "readOnlyRootFilesystem")
                        .contains(key);
    }

    /** What a place in a request has for a text. */
    static Object typed(String pointer, String value) {
        String key = pointer.replaceFirst("/-$", "").replaceFirst(".*/", "");
        if (NUMBERS.contains(key) && value.matches("0|[1-9][0-9]{0,17}")) {
            return Long.valueOf(value);
        }
        return isFlag(key) && (value.equals("true") || value.equals("false")) ? (Object) Boolean.valueOf(value) : value;
    }

    @Override
    public String glue(Fact fact) {
        return fact.pointer().contains("/-") ? "," : "";
    }

    @Override
    public List<String> fillers(Fact fact, Facts facts) {
        return fact.equals(URI) ? List.of("/x", "x", "1") : Ordinary.super.fillers(fact, facts);
    }

    @Override
    public boolean isPath(Fact fact, Facts facts) {
        return fact.pointer().endsWith("/hostPath/path");
    }

    @Override
    public boolean isOptional(Fact fact) {
        return fact instanceof Place place && !REQUIRED.contains(place.pointer());
    }
}
