trigger Old on Opportunity (after update) { OldHandler.run(); }
