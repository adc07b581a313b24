// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/** One action of a reaction, for the pod that the alert names. */
@API(status = API.Status.EXPERIMENTAL)
public sealed interface Action {
    /** Falco Talon's name of the action, such as {@code kubernetes:terminate}. */
    String actionner();

    /** Whether the reaction ends with this action even if others follow. */
    default boolean isLast() {
        return false;
    }

    /**
     * Deletes the pod.
     *
     * @param gracePeriodSeconds how long its containers may take to end
     */
    record Terminate(int gracePeriodSeconds) implements Action {
        @Override
        public String actionner() {
            return "kubernetes:terminate";
        }

        @Override
        public boolean isLast() {
            return true;
        }
    }

    /**
     * Labels the pod or its node.
     *
     * @param level what is labelled
     * @param labels the labels; an empty value removes the label
     */
    record Label(Level level, Map<String, String> labels) implements Action {
        /** What is labelled. */
        public enum Level {
            POD,
            NODE
        }

        /** Copies the map. */
        public Label {
            labels = Map.copyOf(new LinkedHashMap<>(labels));
        }

        @Override
        public String actionner() {
            return "kubernetes:label";
        }
    }

    /**
     * Creates a network policy that stops the pod, and pods with the same labels, from sending traffic.
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
}
