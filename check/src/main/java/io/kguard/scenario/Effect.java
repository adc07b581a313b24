// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Something that an act leaves behind. kguard looks for it from outside the container, so that the look causes no
 * event.
 */
@API(status = API.Status.STABLE)
public sealed interface Effect {
    /** Where it is written. */
    Origin origin();

    /** Calls the visitor's method for this kind of effect. */
    void accept(Visitor visitor);

    /** Handles each kind of effect. A new kind adds a method here, so that no handler can miss it. */
    interface Visitor {
        void visit(FileExists effect);

        void visit(ObjectExists effect);

        void visit(PodGone effect);

        void visit(PodReplaced effect);

        void visit(PodStays effect);

        void visit(Unreachable effect);

        void visit(Stopped effect);
    }

    /**
     * A file in a container.
     *
     * @param pod the pod's name
     * @param container the container's name; null for the pod's first
     * @param path an absolute path in the container
     * @param contains a string that must be in it; null if the file only has to exist
     * @param origin where the effect is written
     */
    record FileExists(
            String pod,
            @Nullable String container,
            String path,
            @Nullable String contains,
            Origin origin) implements Effect {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "file " + path + " in " + pod + (contains == null ? "" : " contains \"" + contains + "\"");
        }
    }

    /**
     * An object of the cluster, as the API server has it.
     *
     * @param apiVersion such as {@code v1}
     * @param kind such as {@code Node}
     * @param namespace empty for cluster-scoped objects
     * @param name its name
     * @param fields the fields that it must have: maps, lists, strings, numbers and booleans, as in a manifest. A map
     *     must have these entries and may have others
     * @param origin where the effect is written
     */
    record ObjectExists(
            String apiVersion,
            String kind,
            String namespace,
            String name,
            Map<String, @Nullable Object> fields,
            Origin origin)
            implements Effect {
        /** Copies the map. */
        public ObjectExists {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name
                    + (fields.isEmpty() ? "" : " has " + fields);
        }
    }

    /**
     * A pod is gone: the API server no longer has it, and its containers' processes have ended.
     *
     * @param pod the pod's name
     * @param origin where the effect is written
     */
    record PodGone(String pod, Origin origin) implements Effect {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "pod " + pod + " is gone";
        }
    }

    /**
     * A pod is gone, and its ReplicaSet or StatefulSet has another one that runs in its place.
     *
     * @param pod the pod's name
     * @param node the node on which the other one runs; null for any
     * @param origin where the effect is written
     */
    record PodReplaced(String pod, @Nullable String node, Origin origin) implements Effect {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "pod " + pod + " is replaced" + (node == null ? "" : " on node " + node);
        }
    }

    /**
     * A pod is the same one as before the first step, and runs.
     *
     * @param pod the pod's name
     * @param origin where the effect is written
     */
    record PodStays(String pod, Origin origin) implements Effect {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "pod " + pod + " stays";
        }
    }

    /**
     * A peer of the pods' network does not answer a pod: a network policy cuts it off.
     *
     * @param pod the pod's name
     * @param address the peer's IPv4 address
     * @param port the peer's TCP port
     * @param origin where the effect is written
     */
    record Unreachable(String pod, String address, int port, Origin origin) implements Effect {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return address + ":" + port + " is unreachable from pod " + pod;
        }
    }

    /**
     * A process that a rule fired on was killed, and all that it had started have ended.
     *
     * @param rule the rule's name
     * @param within how long that may take, from the event that the rule fired on, by the clock of the kernel's events
     * @param origin where the effect is written
     */
    record Stopped(String rule, Duration within, Origin origin) implements Effect {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "the process that \"" + rule + "\" fired on is stopped within " + within.toMillis() + " ms";
        }
    }
}
