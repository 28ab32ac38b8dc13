package dev.sluice.agent.store.acl;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Standing of an object: whose it is, and who may do what with it.
 *
 * @param owner of the object
 * @param acl null: the owner has full control
 */
public record ObjectStanding(Principal owner, @Nullable Acl acl) {}
