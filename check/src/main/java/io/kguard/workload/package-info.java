// SPDX-License-Identifier: Apache-2.0
/**
 * What a workload may be: which fields of a manifest are played, which files of the machine may be used, who acts on the
 * API server, and whom pods reach. Nothing here starts anything.
 */
@NullMarked
package io.kguard.workload;

import org.jspecify.annotations.NullMarked;
