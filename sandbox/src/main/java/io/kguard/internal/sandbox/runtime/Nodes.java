// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The nodes of a sandbox's pods. A node exists as long as a pod uses it. */
final class Nodes {
    private final RuncSandbox sandbox;
    private final Map<String, Use> uses = new HashMap<>();

    Nodes(RuncSandbox sandbox) {
        this.sandbox = sandbox;
    }

    private static final class Use {
        private final Node node;
        private int pods;

        Use(Node node) {
            this.node = node;
        }
    }

    /** The node with a name, started on first use. The caller must call {@link #release}. */
    synchronized Node acquire(String name, boolean confined) throws IOException {
        Use use = uses.get(name);
        if (use == null) {
            use = new Use(Node.start(sandbox, sandbox.newFolder(), confined));
            uses.put(name, use);
        }
        use.pods++;
        return use.node;
    }

    synchronized void release(String name) {
        Use use = uses.get(name);
        if (use == null || --use.pods > 0) {
            return;
        }
        uses.remove(name);
        try {
            use.node.close();
        } catch (IOException e) {
            throw new SandboxException(Reason.INTERNAL, "the files of a node can't be removed: " + FileFault.of(e), e);
        }
    }
}
