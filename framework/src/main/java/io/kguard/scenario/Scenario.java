package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.reaction.Reaction;
import io.kguard.sandbox.AllowedFolders;
import io.kguard.sandbox.Peer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scripted act in pods: an attack, or the benign twin of one.
 *
 * @param id its name in commands and reports: lower-case words joined by dashes
 * @param title what happens, in a few words
 * @param techniques the MITRE ATT&amp;CK techniques of the attack; a twin has its attack's
 * @param recording the events that were recorded of it; null if it is played
 * @param cluster the cluster that it plays against; null if its pods run without one
 * @param reactions what alerts set off in the cluster, during the act; none without a cluster
 * @param pods the pods that run before the first step, in the order they are started
 * @param peers the addresses that answer on the pods' network, besides those that every pod finds
 * @param steps what is done, in order
 * @param effects what must be true after the last step, else the act did not take place
 * @param expectations what each rule must do
 * @param origin where it is written
 */
public record Scenario(
        String id,
        String title,
        List<String> techniques,
        @Nullable Recording recording,
        @Nullable ClusterSetup cluster,
        List<Reaction> reactions,
        List<Pod> pods,
        List<Peer> peers,
        List<Step> steps,
        List<Effect> effects,
        List<Expectation> expectations,
        Origin origin) {

    /** Copies the lists. */
    public Scenario {
        techniques = List.copyOf(techniques);
        reactions = List.copyOf(reactions);
        pods = List.copyOf(pods);
        peers = List.copyOf(peers);
        steps = List.copyOf(steps);
        effects = List.copyOf(effects);
        expectations = List.copyOf(expectations);
    }

    /**
     * Where the files may lie that it names.
     *
     * @param granted what the user grants to all scenarios; one that is written in Java may name what the program may that
     *     runs it, one in a file what lies in the file's own folder, one in a jar nothing
     */
    public AllowedFolders folders(AllowedFolders granted) {
        return origin.folders(granted);
    }

    /** Its pod of a name. */
    public Optional<Pod> pod(String name) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
