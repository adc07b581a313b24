// SPDX-License-Identifier: Apache-2.0
/** Falco's own library as the reference: compares its results on captures with kguard's. */
@org.jspecify.annotations.NullMarked
package io.kguard.reference;
