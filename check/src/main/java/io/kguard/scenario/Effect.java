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
    @API(status = API.Status.INTERNAL)
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
            @API(status = API.Status.INTERNAL) Origin origin)
            implements Effect {
        /** A file in a pod's first container, at an absolute path, with any content. */
        public static FileExists of(String pod, String path) {
            return new FileExists(pod, null, path, null, Origin.ofCaller());
        }

        /** This file in another container of the pod. */
        public FileExists inContainer(String name) {
            return new FileExists(pod, name, path, contains, origin);
        }

        /** This file with a string in its first MiB. */
        public FileExists containing(String text) {
            return new FileExists(pod, container, path, text, origin);
        }

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
            @API(status = API.Status.INTERNAL) Origin origin)
            implements Effect {
        /** Copies the map. */
        public ObjectExists {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /**
         * An object of the version {@code v1}, in the namespace {@code default}.
         *
         * @param kind such as {@code Secret}
         * @param name its name
         * @param fields the fields that it must have, as in the record
         */
        public static ObjectExists of(String kind, String name, Map<String, ? extends @Nullable Object> fields) {
            return new ObjectExists(
                    "v1", kind, "default", name, Collections.unmodifiableMap(fields), Origin.ofCaller());
        }

        /** This object with another version, such as {@code apps/v1}. */
        public ObjectExists ofVersion(String other) {
            return new ObjectExists(other, kind, namespace, name, fields, origin);
        }

        /** This object in another namespace. */
        public ObjectExists inNamespace(String other) {
            return new ObjectExists(apiVersion, kind, other, name, fields, origin);
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
    record PodGone(
            String pod, @API(status = API.Status.INTERNAL) Origin origin) implements Effect {
        /** A pod is gone. */
        public static PodGone of(String pod) {
            return new PodGone(pod, Origin.ofCaller());
        }

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
    record PodReplaced(
            String pod,
            @Nullable String node,
            @API(status = API.Status.INTERNAL) Origin origin) implements Effect {
        /** A pod is replaced, on any node. */
        public static PodReplaced of(String pod) {
            return new PodReplaced(pod, null, Origin.ofCaller());
        }

        /** The pod is replaced on a node. */
        public PodReplaced onNode(String name) {
            return new PodReplaced(pod, name, origin);
        }

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
    record PodStays(
            String pod, @API(status = API.Status.INTERNAL) Origin origin) implements Effect {
        /** A pod stays. */
        public static PodStays of(String pod) {
            return new PodStays(pod, Origin.ofCaller());
        }

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
    record Unreachable(
            String pod,
            String address,
            int port,
            @API(status = API.Status.INTERNAL) Origin origin) implements Effect {
        /** A peer does not answer a pod. */
        public static Unreachable of(String pod, String address, int port) {
            return new Unreachable(pod, address, port, Origin.ofCaller());
        }

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
    record Stopped(
            String rule,
            Duration within,
            @API(status = API.Status.INTERNAL) Origin origin) implements Effect {
        /** The process that a rule fired on is stopped in time. */
        public static Stopped of(String rule, Duration within) {
            return new Stopped(rule, within, Origin.ofCaller());
        }

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
