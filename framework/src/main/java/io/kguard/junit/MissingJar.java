package io.kguard.junit;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Says which jar a rule test lacks. */
final class MissingJar {
    private static final Map<String, String> ARTIFACTS = new TreeMap<>(Map.of(
            "io/fabric8/", "io.fabric8:kubernetes-client",
            "io/vertx/", "io.fabric8:kubernetes-server-mock",
            "io/netty/pkitesting/", "io.netty:netty-pkitesting",
            "io/kubernetes/client/proto/", "io.kubernetes:client-java-proto",
            "io/fabric8/mockwebserver/", "io.fabric8:kubernetes-server-mock",
            "io/fabric8/kubernetes/client/server/mock/", "io.fabric8:kubernetes-server-mock",
            "org/testcontainers/", "org.testcontainers:testcontainers",
            "org/assertj/", "org.assertj:assertj-core",
            "com/fasterxml/jackson/annotation/", "com.fasterxml.jackson.core:jackson-annotations"));

    private MissingJar() {}

    /** An error that names the jar in which a class is that could not be found. */
    static ExtensionConfigurationException explain(NoClassDefFoundError e) {
        String missing = String.valueOf(e.getMessage()).replace('.', '/');
        String artifact = "";
        for (Map.Entry<String, String> entry : ARTIFACTS.entrySet()) {
            if (missing.contains(entry.getKey())) {
                artifact = entry.getValue();
            }
        }
        String message = artifact.isEmpty()
                ? "a class that rule tests need is not on the test class path: " + missing
                : "rule tests need " + artifact + " on the test class path; add it to the test dependencies";
        return new ExtensionConfigurationException(message, e);
    }
}
