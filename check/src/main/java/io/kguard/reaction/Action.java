// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What is done about an alert: an actionner of Falco Talon with its parameters, or one of kguard. */
@API(status = API.Status.INTERNAL)
public sealed interface Action {
    /** Falco Talon's name of the action, such as {@code kubernetes:terminate}. */
    String actionner();

    /** Whether the actions after it run, if the reaction does not say it. */
    default boolean continuesByDefault() {
        return true;
    }

    /** A pod, or the node on which it runs. */
    enum Level {
        POD,
        NODE
    }

    /**
     * Which pods are left alone.
     *
     * @param daemonSets those of a DaemonSet
     * @param statefulSets those of a StatefulSet
     * @param standalone those without an owner
     * @param minHealthyReplicas those of a ReplicaSet with fewer ready replicas; a number, or a percentage such as
     *     {@code 33%}, which Falco Talon compares with the number of ready replicas, too; null for none
     */
    record Spared(
            boolean daemonSets,
            boolean statefulSets,
            boolean standalone,
            @Nullable String minHealthyReplicas) {
        /** No pod is left alone. */
        public static final Spared NONE = new Spared(false, false, false, null);
    }

    /**
     * Deletes the pod.
     *
     * @param gracePeriodSeconds how long its containers may take to end
     * @param spared which pods are left alone
     */
    record Terminate(int gracePeriodSeconds, Spared spared) implements Action {
        @Override
        public String actionner() {
            return "kubernetes:terminate";
        }

        @Override
        public boolean continuesByDefault() {
            return false;
        }
    }

    /** Deletes the object that an audit event is about. */
    record Delete() implements Action {
        @Override
        public String actionner() {
            return "kubernetes:delete";
        }

        @Override
        public boolean continuesByDefault() {
            return false;
        }
    }

    /**
     * Labels the pod or its node.
     *
     * @param level what is labelled
     * @param labels the labels; an empty value removes the label
     */
    record Label(Level level, Map<String, String> labels) implements Action {
        /** Copies the map. */
        public Label {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }

        @Override
        public String actionner() {
            return "kubernetes:label";
        }
    }

    /**
     * Annotates the pod or its node.
     *
     * @param level what is annotated
     * @param annotations the annotations; an empty value removes the annotation
     */
    record Annotation(Level level, Map<String, String> annotations) implements Action {
        /** Copies the map. */
        public Annotation {
            annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        }

        @Override
        public String actionner() {
            return "kubernetes:annotation";
        }
    }

    /**
     * Creates a network policy that stops the pod, and the other pods of its owner, from sending traffic.
     *
     * @param allowCidr networks to which traffic is still allowed
     * @param allowNamespaces namespaces to which traffic is still allowed
     */
    record NetworkPolicy(List<String> allowCidr, List<String> allowNamespaces) implements Action {
        /** Copies the lists. */
        public NetworkPolicy {
            allowCidr = List.copyOf(allowCidr);
            allowNamespaces = List.copyOf(allowNamespaces);
        }

        @Override
        public String actionner() {
            return "kubernetes:networkpolicy";
        }
    }

    /** Cordons the pod's node: no more pods are scheduled there. */
    record Cordon() implements Action {
        @Override
        public String actionner() {
            return "kubernetes:cordon";
        }
    }

    /**
     * Evicts all pods of the pod's node.
     *
     * @param spared which pods are left alone
     * @param ignoreErrors whether it succeeds if pods could not be evicted
     * @param maxWaitSeconds how long it waits for the evicted pods to be gone; 0 to wait for none
     */
    record Drain(Spared spared, boolean ignoreErrors, int maxWaitSeconds) implements Action {
        @Override
        public String actionner() {
            return "kubernetes:drain";
        }
    }

    /**
     * Runs a command in the containers of the pod.
     *
     * @param shell the shell that runs it
     * @param command the command; variables such as {@code ${FD_NAME}} stand for the alert's fields
     */
    record Exec(String shell, String command) implements Action {
        @Override
        public String actionner() {
            return "kubernetes:exec";
        }
    }

    /**
     * Copies a script to the containers of the pod, and runs it in the last one.
     *
     * @param shell the shell that runs it
     * @param script the script; variables such as {@code ${FD_NAME}} stand for the alert's fields
     */
    record Script(String shell, String script) implements Action {
        @Override
        public String actionner() {
            return "kubernetes:script";
        }
    }

    /**
     * Reads the log of the first container of the pod that has one.
     *
     * @param tailLines how many of its last lines
     */
    record Log(int tailLines) implements Action {
        @Override
        public String actionner() {
            return "kubernetes:log";
        }
    }

    /** Deletes the pod's node, as an administrator removes a compromised machine. Falco Talon has no such actionner. */
    record RemoveNode() implements Action {
        @Override
        public String actionner() {
            return "cluster:removenode";
        }
    }

    /**
     * An action of Falco Talon that can't be done here. When an alert sets it off, the result says so.
     *
     * @param actionner its name
     * @param continuesByDefault whether the actions after it run, if the reaction does not say it
     * @param reason why it can't, as a sentence
     */
    record NotSimulated(String actionner, boolean continuesByDefault, String reason) implements Action {}
}
