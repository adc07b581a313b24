// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.output.ChatMessage;
import io.kguard.output.ChatOutput;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.TimedReaction;
import io.kguard.verdict.Chain;
import io.kguard.verdict.ClusterChange;
import io.kguard.verdict.StoppedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shard saw from alert to action is in its file as it was. */
class ChainInShardTest {
    @Test
    void nothingOfItIsLost(@TempDir Path folder) throws IOException {
        ChatMessage message = new ChatMessage(
                ChatOutput.SLACK,
                "#security",
                "Falcosidekick",
                "",
                new ChatMessage.Attachment(
                        "#5bffb5",
                        "A shell",
                        List.of(
                                new ChatMessage.Field("rule", "Shell", true),
                                new ChatMessage.Field("time", "now", false)),
                        "footer"),
                "{}");
        Chain chain = new Chain(
                List.of(new Chain.Sent(
                        "Shell", "{}", "{}", List.of(message), Map.of(ChatOutput.TEAMS, "it has no webhook"))),
                List.of(new TimedReaction(
                        new ReactionResult(
                                "Answer",
                                "Delete",
                                "kubernetes:terminate",
                                "Shell",
                                "pod ci/a",
                                ReactionResult.Outcome.LEFT_ALONE,
                                "it stays"),
                        5,
                        7,
                        11)),
                List.of(new StoppedProcess("Shell", 5, Duration.ofNanos(13), true)),
                List.of(new ClusterChange("pod ci/a", "Running on n", ClusterChange.GONE)));
        Path file = folder.resolve("chain.json");

        ShardJson.write(file, chain);

        assertThat(ShardJson.read(file, Chain.class)).isEqualTo(chain);
    }
}
