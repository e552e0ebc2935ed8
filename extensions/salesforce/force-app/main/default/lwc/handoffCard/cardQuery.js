// @ts-check
import { gql } from 'lightning/graphql';

/** Requests of one record with the viewer's seat and the newest decisions, and the policy for its object. */
export const CARD = gql`
    query handoffCard($recordId: String, $policies: String, $viewer: ID) {
        uiapi {
            query {
                Handoff_Exception__c(
                    where: { Record_Id__c: { eq: $recordId } }
                    orderBy: { CreatedDate: { order: DESC } }
                    first: 3
                ) {
                    edges {
                        node {
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
                            Exception_Type__c {
                                value
                            }
                            Reason__c {
                                value
                            }
                            Expires_At__c {
                                value
                            }
                            View__c {
                                value
                            }
                            Problem_Code__c {
                                value
                            }
                            Problem_Detail__c {
                                value
                            }
                            Handoff_Seats__r(where: { Person__c: { eq: $viewer } }, first: 1) {
                                edges {
                                    node {
                                        Id
                                        Open__c {
                                            value
                                        }
                                        May__c {
                                            value
                                        }
                                        Why__c {
                                            value
                                        }
                                    }
                                }
                            }
                            Handoff_Decisions__r(orderBy: { CreatedDate: { order: DESC } }, first: 10) {
                                edges {
                                    node {
                                        Id
                                        CreatedById {
                                            value
                                        }
                                        CreatedDate {
                                            value
                                        }
                                        CreatedBy {
                                            Name {
                                                value
                                            }
                                        }
                                        Decision__c {
                                            value
                                        }
                                        Ground__c {
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
                Handoff_Policy__c(
                    where: { and: [{ Key__c: { like: $policies } }, { Active__c: { eq: true } }] }
                    orderBy: { Position__c: { order: ASC } }
                    first: 50
                ) {
                    edges {
                        node {
                            Id
                            Kind__c {
                                value
                            }
                            Document__c {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;
