// @ts-check
import { gql } from 'lightning/graphql';

/** What waits for the viewer, and what they said last about anything: a seat does not tell whether it was read. */
export const INBOX = gql`
    query handoffInbox($viewer: ID, $after: String) {
        uiapi {
            query {
                Handoff_Seat__c(
                    where: { and: [{ Person__c: { eq: $viewer } }, { Open__c: { eq: true } }] }
                    orderBy: { CreatedDate: { order: ASC } }
                    first: 50
                    after: $after
                ) {
                    edges {
                        node {
                            Id
                            May__c {
                                value
                            }
                            Why__c {
                                value
                            }
                            Handoff_Exception__r {
                                Id
                                CreatedDate {
                                    value
                                }
                                CreatedBy {
                                    Name {
                                        value
                                    }
                                }
                                Status__c {
                                    value
                                }
                                Version__c {
                                    value
                                }
                                Record_Id__c {
                                    value
                                }
                                View__c {
                                    value
                                }
                                Opportunity__r {
                                    Name {
                                        value
                                    }
                                }
                                Lead__r {
                                    Name {
                                        value
                                    }
                                }
                                Account__r {
                                    Name {
                                        value
                                    }
                                }
                                Case__r {
                                    CaseNumber {
                                        value
                                    }
                                }
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                        endCursor
                    }
                }
                Handoff_Decision__c(
                    where: { CreatedById: { eq: $viewer } }
                    orderBy: { CreatedDate: { order: DESC } }
                    first: 100
                ) {
                    edges {
                        node {
                            Id
                            CreatedById {
                                value
                            }
                            CreatedDate {
                                value
                            }
                            Handoff_Exception__c {
                                value
                            }
                            Decision__c {
                                value
                            }
                            Outcome__c {
                                value
                            }
                            Problem_Code__c {
                                value
                            }
                            Problem_Detail__c {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;
